import { useState } from 'preact/hooks'
import { Field } from '../pieces/field.tsx'
import { words } from '../words/words.ts'

/** A password, which can be looked at while it is written. */
export function PasswordField({ isNew, problem }: { isNew: boolean; problem: string | undefined }) {
  const [shown, setShown] = useState(false)
  return (
    <div class="password">
      <Field
        label={words.password}
        name="password"
        type={shown ? 'text' : 'password'}
        autocomplete={isNew ? 'new-password' : 'current-password'}
        required
        maxLength={256}
        spellcheck={false}
        hint={isNew ? words.passwordHint : undefined}
        problem={problem}
      />
      <button type="button" class="link" aria-pressed={shown} onClick={() => setShown(!shown)}>
        {shown ? words.hidePassword : words.showPassword}
      </button>
    </div>
  )
}
