import { useSignal } from '@preact/signals'
import { myId } from '../line/line.ts'
import { PersonLine } from '../people/person-line.tsx'
import { Icon } from '../pieces/icon.tsx'
import { shown } from '../store/store.ts'
import type { Chat, Role } from '../store/things.ts'
import { words } from '../words/words.ts'
import { AddMembers } from './add-members.tsx'
import { MemberActions } from './member-actions.tsx'

const rank: Record<Role, number> = { owner: 0, admin: 1, member: 2 }
const FIRST = 50

/** Who is in a group, and as what. */
export function Members({ chat }: { chat: Chat }) {
  const adding = useSignal(false)
  const most = useSignal(FIRST)
  const members = (shown.value.members[chat.id] ?? []).toSorted(
    (a, b) => rank[a.role] - rank[b.role] || a.user.name.localeCompare(b.user.name),
  )
  return (
    <section>
      <h3>{words.groupMembers}</h3>
      {chat.role !== 'member' && chat.host === null && (
        <button type="button" class="person-button add-people" onClick={() => (adding.value = true)}>
          <span class="avatar plain">
            <Icon shape="plus" />
          </span>
          {words.addPeople}
        </button>
      )}
      <ul class="people plain">
        {members.slice(0, most.value).map((member) => (
          <li key={member.user.id}>
            <PersonLine user={member.user}>
              {member.role !== 'member' && <span class="role">{words[member.role]}</span>}
              {member.user.id === myId() ? (
                <span class="soft is-me">{words.youSuffix}</span>
              ) : (
                <MemberActions chat={chat} member={member} />
              )}
            </PersonLine>
          </li>
        ))}
      </ul>
      {members.length > most.value && (
        <button type="button" class="link" onClick={() => (most.value += 200)}>
          {words.showMore}
        </button>
      )}
      {adding.value && <AddMembers chat={chat} onClose={() => (adding.value = false)} />}
    </section>
  )
}
