import { type HTMLAttributes, h } from 'preact';
import { Button } from '../../ui/Button.tsx';
import { t } from '../strings.ts';

export interface KeypadProps {
  /** Digits typed so far. */
  value: string;
  length: number;
  label: string;
  /** Shown as dots. */
  secret?: boolean;
  onChange: (value: string) => void;
}

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

/** Digits by finger or by keyboard. The field is a real one, so that a screen reader and a keyboard can use it. */
export function Keypad({ value, length, label, secret, onChange }: KeypadProps) {
  const set = (next: string): void => onChange(next.replace(/\D/g, '').slice(0, length));
  // Made with `h`: the JSX types want to know the input's type when they compile. No screen keyboard over the keys.
  const attributes = {
    class: 'keypad-field',
    type: secret ? 'password' : 'text',
    inputMode: 'none' as const,
    autocomplete: 'off' as const,
    'aria-label': label,
    value: secret ? value : grouped(value),
    onInput: (event: { currentTarget: HTMLInputElement }) => set(event.currentTarget.value),
  };
  const field = h<HTMLAttributes<HTMLInputElement>>('input', attributes);
  return (
    <div class="keypad">
      {field}
      <div class="keypad-keys">
        {KEYS.map((key) => (
          <Button key={key} onClick={() => set(value + key)}>
            {key}
          </Button>
        ))}
        <Button kind="quiet" label={t().eraseAll} onClick={() => set('')}>
          ✕
        </Button>
        <Button onClick={() => set(`${value}0`)}>0</Button>
        <Button kind="quiet" label={t().eraseOne} onClick={() => set(value.slice(0, -1))}>
          ⌫
        </Button>
      </div>
    </div>
  );
}

/** `4821 770 395`, as the office and the pass show it. */
const grouped = (digits: string): string =>
  [digits.slice(0, 4), digits.slice(4, 7), digits.slice(7)].filter((part) => part !== '').join(' ');
