import { myId } from '../line/line.ts'
import { reach } from '../line/live.ts'
import { shown } from '../store/store.ts'
import type { Chat, Member, User } from '../store/things.ts'

export type Reached = 'sent' | 'delivered' | 'read'

/** How far each of the others has got, who shows it. */
function others(chat: Chat): { user: User; read: number; delivered: number }[] {
  const live = reach.value[chat.id] ?? {}
  return (shown.value.members[chat.id] ?? [])
    .filter((member: Member) => member.user.id !== myId() && member.read_position !== null)
    .map(({ user, read_position, delivered_position }) => {
      const read = Math.max(read_position ?? 0, live[user.id]?.read ?? 0)
      return { user, read, delivered: Math.max(read, delivered_position ?? 0, live[user.id]?.delivered ?? 0) }
    })
}

/** Says of a message of mine whether it has reached everybody, and whether everybody has read it. */
export function reachedIn(chat: Chat): (position: number) => Reached {
  const them = others(chat)
  const read = Math.min(...them.map((one) => one.read))
  const delivered = Math.min(...them.map((one) => one.delivered))
  return (position) => {
    if (them.length === 0) return 'sent'
    return position <= read ? 'read' : position <= delivered ? 'delivered' : 'sent'
  }
}

/** Who has read a message, and who has received it only. */
export function readersOf(chat: Chat, position: number) {
  const them = others(chat)
  return {
    read: them.filter((one) => one.read >= position).map(({ user }) => user),
    delivered: them.filter((one) => one.read < position && one.delivered >= position).map(({ user }) => user),
  }
}
