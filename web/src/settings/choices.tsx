interface Props<T extends string> {
  name: string
  title: string
  value: T
  choices: readonly (readonly [value: T, label: string])[]
  onChange: (value: T) => void
}

/** One of a few. */
export function Choices<T extends string>({ name, title, value, choices, onChange }: Props<T>) {
  return (
    <fieldset class="choices">
      <legend>{title}</legend>
      {choices.map(([one, label]) => (
        <label key={one}>
          <input
            type="radio"
            name={name}
            value={one}
            checked={one === value}
            onChange={() => onChange(one)}
          />
          {label}
        </label>
      ))}
    </fieldset>
  )
}
