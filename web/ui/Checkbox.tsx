import type { ComponentChildren } from 'preact';
import './choice.css';

export interface CheckboxProps {
  id?: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  children: ComponentChildren;
  invalid?: boolean;
  describedBy?: string | undefined;
  /** Without a frame. */
  plain?: boolean;
}

export function Checkbox({ id, checked, onChange, children, invalid, describedBy, plain }: CheckboxProps) {
  return (
    <label class={`choice${checked ? ' choice-on' : ''}${invalid ? ' choice-invalid' : ''}${plain ? ' choice-plain' : ''}`}>
      <input
        id={id}
        type="checkbox"
        checked={checked}
        aria-invalid={invalid ? 'true' : undefined}
        aria-describedby={describedBy}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>{children}</span>
    </label>
  );
}
