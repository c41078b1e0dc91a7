import './choice.css';

export interface ChoiceButtonsProps<Value extends string> {
  /** The name that the radio buttons share; unique on the page. */
  name: string;
  options: readonly { value: Value; text: string }[];
  /** undefined while nothing is chosen: nothing is ever chosen beforehand. */
  value: Value | undefined;
  onChange: (value: Value) => void;
  invalid?: boolean;
  describedBy?: string | undefined;
}

/** One of a few, as big buttons. Real radio buttons, so that arrows and screen readers work as everywhere. */
export function ChoiceButtons<Value extends string>({ name, options, value, onChange, invalid, describedBy }: ChoiceButtonsProps<Value>) {
  const few = options.length <= 3 && options.every((option) => option.text.length <= 14);
  return (
    <div class={`choices${few ? ' choices-few' : ''}`} aria-invalid={invalid ? 'true' : undefined}>
      {options.map((option) => (
        <label key={option.value} class={`choice${option.value === value ? ' choice-on' : ''}`}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            aria-describedby={describedBy}
            onChange={() => onChange(option.value)}
          />
          <span>{option.text}</span>
        </label>
      ))}
    </div>
  );
}
