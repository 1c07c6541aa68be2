import { Avatar } from '../pieces/avatar.tsx'
import { words } from '../words/words.ts'
import type { Completing } from './use-completion.ts'

/** The people whom one may mean. */
export function Completion({ completion: { people, at, choose } }: { completion: Completing }) {
  if (people.length === 0) return null
  return (
    <div id="mentionable" class="menu completion" role="listbox" aria-label={words.peopleToMention}>
      {people.map((user, i) => (
        <div
          key={user.id}
          id={`mention-${user.id}`}
          role="option"
          aria-selected={i === at}
          tabIndex={-1}
          onPointerDown={(event) => {
            event.preventDefault()
            choose(user)
          }}
        >
          <Avatar id={user.id} name={user.name} picture={user.picture} size={28} />
          <bdi>{user.name}</bdi>
          <span class="soft">@{user.username}</span>
        </div>
      ))}
    </div>
  )
}
