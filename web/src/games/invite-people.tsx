import { useSignal } from '@preact/signals'
import { inWords, nameOf } from '../chat/names.ts'
import { wordsOf } from '../line/line.ts'
import { FindPeople } from '../people/find-people.tsx'
import { PersonLine } from '../people/person-line.tsx'
import { Dialog } from '../pieces/dialog.tsx'
import { say } from '../pieces/say.tsx'
import type { User } from '../store/things.ts'
import { said } from '../words/games.ts'
import { invite } from './deeds.ts'
import type { Room } from './things.ts'

/** Lets people know of a room, one press each. */
export function InvitePeople({ room, onClose }: { room: Room; onClose: () => void }) {
  const problem = useSignal('')
  const done = useSignal<string[]>([])
  async function act(user: User) {
    problem.value = ''
    try {
      await invite(room, user.id)
      done.value = [...done.value, user.id]
      say(said.inviteDone(inWords(nameOf(user))))
    } catch (refusal) {
      problem.value = wordsOf(refusal)
    }
  }
  return (
    <Dialog title={said.invitePeople} onClose={onClose}>
      {problem.value && (
        <p class="problem" role="alert">
          {problem.value}
        </p>
      )}
      <FindPeople
        autofocus
        without={room.players.map(({ user_id }) => user_id)}
        row={(user) => (
          <PersonLine user={user}>
            <button
              type="button"
              class="button small"
              disabled={done.value.includes(user.id)}
              onClick={() => act(user)}
            >
              {done.value.includes(user.id) ? said.invited : said.invite}
            </button>
          </PersonLine>
        )}
      />
    </Dialog>
  )
}
