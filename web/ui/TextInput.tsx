import { type HTMLAttributes, h } from 'preact';
import type { ControlProps } from './Field.tsx';
import './field.css';

export interface TextInputProps extends Partial<ControlProps> {
  value: string;
  onInput: (value: string) => void;
  onBlur?: (() => void) | undefined;
  type?: 'text' | 'tel' | 'email' | 'password' | 'date' | 'search';
  inputMode?: 'text' | 'numeric' | 'decimal' | 'tel' | 'email' | undefined;
  autoComplete?: string | undefined;
  autoCapitalize?: 'words' | 'none' | 'sentences' | undefined;
  maxLength?: number | undefined;
  /** More than one: a text area. */
  lines?: number | undefined;
  placeholder?: string | undefined;
  name?: string;
  disabled?: boolean;
}

/** Made with `h`: the JSX types want to know the input's type when they compile. */
export function TextInput({ value, onInput, lines = 1, ...rest }: TextInputProps) {
  const changed = (event: { currentTarget: HTMLInputElement | HTMLTextAreaElement }) => onInput(event.currentTarget.value);
  const shared = { ...rest, class: 'input', value, spellcheck: false, onInput: changed };
  return lines > 1 ? h('textarea', { ...shared, rows: lines }) : h<HTMLAttributes<HTMLInputElement>>('input', shared);
}
