import { useSignal } from '@preact/signals'
import { nameOf } from '../chat/names.ts'
import { wordsOf } from '../line/line.ts'
import { FindPeople } from '../people/find-people.tsx'
import { PersonLine } from '../people/person-line.tsx'
import { Dialog } from '../pieces/dialog.tsx'
import { Empty } from '../pieces/empty.tsx'
import { Icon } from '../pieces/icon.tsx'
import { toast } from '../pieces/toast.tsx'
import { shown } from '../store/store.ts'
import { said } from '../words/games.ts'
import { tags } from '../words/words.ts'
import { befriend } from './deeds.ts'
import { Friendship } from './friendship.tsx'

const order = new Intl.Collator(tags)

/** My friends, by their names, and the way to more of them. */
export function FriendsPage() {
  const adding = useSignal(false)
  const { games } = shown.value
  const friends = Object.values(games?.friends ?? {}).toSorted((a, b) =>
    order.compare(nameOf(a.user), nameOf(b.user)),
  )
  const add = (
    <button type="button" class="button" onClick={() => (adding.value = true)}>
      <Icon shape="plus" size={16} />
      {said.addFriends}
    </button>
  )
  return (
    <div class="page-body friends">
      {games?.friends && friends.length === 0 && (
        <Empty title={said.noFriends} lead={said.noFriendsLead}>
          {add}
        </Empty>
      )}
      <ul class="people">
        {friends.map(({ user }) => (
          <li key={user.id} class="friend">
            <a class="person-link" href={`/app/games/person/${user.id}`}>
              <PersonLine user={user} />
            </a>
            <Friendship user={user} inList />
          </li>
        ))}
      </ul>
      {friends.length > 0 && add}
      {adding.value && <AddFriends onClose={() => (adding.value = false)} />}
    </div>
  )
}

function AddFriends({ onClose }: { onClose: () => void }) {
  const friends = shown.value.games?.friends ?? {}
  return (
    <Dialog title={said.addFriends} onClose={onClose}>
      <FindPeople
        autofocus
        without={Object.keys(friends)}
        row={(user) => (
          <PersonLine user={user}>
            <button
              type="button"
              class="button small"
              onClick={() => befriend(user.id).catch((refusal) => toast(wordsOf(refusal)))}
            >
              {said.add}
            </button>
          </PersonLine>
        )}
      />
    </Dialog>
  )
}
