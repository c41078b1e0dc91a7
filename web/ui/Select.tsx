import type { ControlProps } from './Field.tsx';
import './field.css';

export interface SelectProps extends Partial<ControlProps> {
  /** '' while nothing is chosen. */
  value: string;
  options: readonly { value: string; text: string }[];
  onChange: (value: string) => void;
  onBlur?: (() => void) | undefined;
  /** Text of the empty choice; without it there is none. */
  empty?: string;
  disabled?: boolean;
}

export function Select({ value, options, onChange, empty, ...rest }: SelectProps) {
  return (
    <select {...rest} class="input" value={value} onChange={(event) => onChange(event.currentTarget.value)}>
      {empty !== undefined && <option value="">{empty}</option>}
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.text}
        </option>
      ))}
    </select>
  );
}
