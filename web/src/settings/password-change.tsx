import { useState } from 'preact/hooks'
import { parley, wordsOf } from '../line/line.ts'
import { Field } from '../pieces/field.tsx'
import { say } from '../pieces/say.tsx'
import { words } from '../words/words.ts'

/** Another password; all other sessions end by it. */
export function PasswordChange() {
  const [problem, setProblem] = useState('')
  const [done, setDone] = useState(false)
  async function change(event: SubmitEvent) {
    event.preventDefault()
    const form = event.currentTarget as HTMLFormElement
    const body = Object.fromEntries(new FormData(form))
    try {
      await parley().request('PUT', '/api/v1/users/me/password', { body })
      form.reset()
      setProblem('')
      setDone(true)
      say(words.passwordChanged)
    } catch (refusal) {
      setDone(false)
      setProblem(wordsOf(refusal))
    }
  }
  return (
    <form onSubmit={change}>
      <Field
        label={words.oldPassword}
        name="old_password"
        type="password"
        autocomplete="current-password"
        required
      />
      <Field
        label={words.newPassword}
        name="password"
        type="password"
        autocomplete="new-password"
        required
        hint={words.passwordHint}
      />
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      {done && <p class="notice good">{words.passwordChanged}</p>}
      <button type="submit" class="button primary">
        {words.changePassword}
      </button>
    </form>
  )
}
