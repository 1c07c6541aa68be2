import { useSignal } from '@preact/signals'
import { wordsOf } from '../line/line.ts'
import { Dialog } from '../pieces/dialog.tsx'
import type { User } from '../store/things.ts'
import { words } from '../words/words.ts'
import { FindPeople } from './find-people.tsx'
import { PersonLine } from './person-line.tsx'

interface Props {
  title: string
  /** Who is there already. */
  without: string[]
  /** @throws ParleyProblem, which is told above the list */
  add: (user: User) => Promise<unknown>
  /** What stands on the buttons, and, where it is to be seen who was pressed, what stands there then. */
  button?: string
  pressed?: string
  onClose: () => void
}

/** Takes people into something, one press each. */
export function AddPeople({ title, without, add, button = words.add, pressed, onClose }: Props) {
  const problem = useSignal('')
  const done = useSignal<string[]>([])
  async function press(user: User) {
    problem.value = ''
    try {
      await add(user)
      done.value = [...done.value, user.id]
    } catch (refusal) {
      problem.value = wordsOf(refusal)
    }
  }
  const isDone = (user: User) => pressed !== undefined && done.value.includes(user.id)
  return (
    <Dialog title={title} onClose={onClose}>
      {problem.value && (
        <p class="problem" role="alert">
          {problem.value}
        </p>
      )}
      <FindPeople
        autofocus
        without={without}
        row={(user) => (
          <PersonLine user={user}>
            <button type="button" class="button small" disabled={isDone(user)} onClick={() => press(user)}>
              {isDone(user) ? pressed : button}
            </button>
          </PersonLine>
        )}
      />
    </Dialog>
  )
}
