import type { ComponentChildren } from 'preact'
import { nameOf } from '../chat/names.ts'
import { presence } from '../line/live.ts'
import { Avatar } from '../pieces/avatar.tsx'
import type { User } from '../store/things.ts'

/** Somebody in a list, and whatever is said or done about him. */
export function PersonLine({ user, children }: { user: User; children?: ComponentChildren }) {
  return (
    <div class="person">
      <Avatar
        id={user.id}
        name={nameOf(user)}
        picture={user.picture}
        size={40}
        online={presence.value[user.id]?.online === true}
      />
      <span class="person-name">
        <bdi>{nameOf(user)}</bdi>
        {!user.deleted && <span class="soft">@{user.username}</span>}
      </span>
      {children}
    </div>
  )
}
