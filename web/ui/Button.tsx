import type { ComponentChildren } from 'preact';
import './button.css';

export interface ButtonProps {
  children: ComponentChildren;
  onClick?: (event: MouseEvent) => void;
  kind?: 'primary' | 'secondary' | 'quiet' | 'danger';
  type?: 'button' | 'submit';
  wide?: boolean;
  disabled?: boolean;
  /** Working on it: stays focusable, ignores further taps. */
  busy?: boolean;
  id?: string;
  class?: string;
  /** For a button whose text alone would not tell a listener what it does. */
  label?: string;
  /** For a button that stays pressed. */
  pressed?: boolean;
}

export function Button({ kind = 'secondary', type = 'button', wide, busy, label, pressed, onClick, ...rest }: ButtonProps) {
  return (
    <button
      id={rest.id}
      type={type}
      disabled={rest.disabled}
      class={`button button-${kind}${wide ? ' button-wide' : ''}${rest.class ? ` ${rest.class}` : ''}`}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      aria-label={label}
      aria-pressed={pressed}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {rest.children}
    </button>
  );
}
