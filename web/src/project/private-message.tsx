import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import { inWords, nameOf } from '../chat/names.ts'
import { wordsOf } from '../line/line.ts'
import { Dialog } from '../pieces/dialog.tsx'
import { toast } from '../pieces/toast.tsx'
import type { User } from '../store/things.ts'
import { said } from '../words/together.ts'
import { whisper } from './deeds.ts'
import type { Project } from './project.ts'

interface Props {
  project: Project
  user: User
  onClose: () => void
}

/** Writes to one member alone. */
export function PrivateMessage({ project, user, onClose }: Props) {
  const text = useSignal('')
  const problem = useSignal('')
  const id = useId()
  const name = inWords(nameOf(user))
  async function send(event: Event) {
    event.preventDefault()
    try {
      await whisper(project, user.id, text.value)
      toast(said.privatelySent(name))
      onClose()
    } catch (refusal) {
      problem.value = wordsOf(refusal)
    }
  }
  return (
    <Dialog title={said.privateTo(name)} onClose={onClose}>
      <form onSubmit={send}>
        <div class="field">
          <label for={id}>{said.message}</label>
          <textarea
            id={id}
            dir="auto"
            rows={4}
            required
            value={text.value}
            aria-describedby={`${id}-hint`}
            onInput={(event) => (text.value = event.currentTarget.value)}
          />
          <p class="hint" id={`${id}-hint`}>
            {said.privateLead}
          </p>
        </div>
        {problem.value && (
          <p class="problem" role="alert">
            {problem.value}
          </p>
        )}
        <div class="buttons">
          <button type="submit" class="button primary" disabled={text.value.trim() === ''}>
            {said.send}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
