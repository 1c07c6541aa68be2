import type { JSX } from 'preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'

type Props = Omit<JSX.IntrinsicElements['input'], 'type' | 'role'> & {
  label: string
  type?: 'text' | 'password' | 'email' | 'tel'
  hint?: string | undefined
  problem?: string | undefined
}

/** A line to fill in, with its label, a hint and what is wrong with it. */
export function Field({ label, hint, problem, autofocus, ...rest }: Props) {
  const input = rest as JSX.IntrinsicElements['input']
  const id = useId()
  const line = useRef<HTMLInputElement>(null)
  // A browser heeds the attribute only as long as nothing else had the focus.
  useLayoutEffect(() => {
    if (autofocus) line.current?.focus()
  }, [])
  const about = problem ? `${id}-problem` : hint ? `${id}-hint` : undefined
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        ref={line}
        id={id}
        aria-describedby={about}
        aria-invalid={problem ? true : undefined}
        {...input}
      />
      {hint && !problem && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {problem && (
        <p class="problem" id={`${id}-problem`} role="alert">
          {problem}
        </p>
      )}
    </div>
  )
}
