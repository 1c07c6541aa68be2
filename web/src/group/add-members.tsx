import { useSignal } from '@preact/signals'
import { parley, wordsOf } from '../line/line.ts'
import { FindPeople } from '../people/find-people.tsx'
import { PersonLine } from '../people/person-line.tsx'
import { Dialog } from '../pieces/dialog.tsx'
import { shown } from '../store/store.ts'
import type { Chat, User } from '../store/things.ts'
import { words } from '../words/words.ts'

/** Takes people into a group, one press each. */
export function AddMembers({ chat, onClose }: { chat: Chat; onClose: () => void }) {
  const problem = useSignal('')
  async function add(user: User) {
    problem.value = ''
    await parley()
      .request('POST', `/api/v1/chats/${chat.id}/members`, { body: { user_ids: [user.id] } })
      .catch((refusal) => (problem.value = wordsOf(refusal)))
  }
  const members = (shown.value.members[chat.id] ?? []).map(({ user }) => user.id)
  return (
    <Dialog title={words.addPeople} onClose={onClose}>
      {problem.value && (
        <p class="problem" role="alert">
          {problem.value}
        </p>
      )}
      <FindPeople
        autofocus
        without={members}
        row={(user) => (
          <PersonLine user={user}>
            <button type="button" class="button small" onClick={() => add(user)}>
              {words.add}
            </button>
          </PersonLine>
        )}
      />
    </Dialog>
  )
}
