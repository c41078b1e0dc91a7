interface BigChoiceProps<Value extends string> {
  name: string;
  options: readonly { value: Value; title: string; text: string }[];
  value: Value | undefined;
  onChange: (value: Value) => void;
  invalid?: boolean;
}

/** One of a few ways, each explained where it is chosen. */
export function BigChoice<Value extends string>({ name, options, value, onChange, invalid }: BigChoiceProps<Value>) {
  return (
    <div class="ways" aria-invalid={invalid ? 'true' : undefined}>
      {options.map((option) => (
        <label key={option.value} class={option.value === value ? 'way way-on' : 'way'}>
          <input
            type="radio"
            name={name}
            checked={option.value === value}
            aria-describedby={`${name}-${option.value}`}
            onChange={() => onChange(option.value)}
          />
          <span class="way-title">{option.title}</span>
          <span class="way-text" id={`${name}-${option.value}`}>
            {option.text}
          </span>
        </label>
      ))}
    </div>
  );
}
