import { byId } from './future-entries.ts'
import type { Apply } from './reduce.ts'
import { type State, stale, withChat, without, withPeople } from './state.ts'
import type { Chat, Group, Member, Role } from './things.ts'

interface Gone {
  chat_id: string
  user_id: string
  member_count: number
}

/** What happens to chats and to who is in them. */
export const chatKinds: Record<string, Apply> = {
  'chat.created': (state, { chat }: { chat: Group }) => withGroup(state, chat),
  'chat.updated': (state, { chat }: { chat: Group }) => withGroup(state, chat),
  'chat.deleted': (state, { chat_id }: { chat_id: string }) => left(state, chat_id),
  'chat.member_added': (state, { chat, member }: { chat: Group; member: Member }) => {
    const known = withPeople(withGroup(state, chat), [member.user])
    return withMembers(known, chat.id, (members) => [
      ...members.filter(({ user }) => user.id !== member.user.id),
      { ...member, read_position: null, delivered_position: null },
    ])
  },
  'chat.member_updated': (state, body: { chat_id: string; user_id: string; role: Role }) => {
    const { chat_id, user_id, role } = body
    const mine = user_id === state.me?.id
    const known = mine ? withChat(state, chat_id, (chat) => ({ ...chat, role })) : state
    return withMembers(known, chat_id, (members) =>
      members.map((member) => (member.user.id === user_id ? { ...member, role } : member)),
    )
  },
  'chat.member_removed': (state, { chat_id, user_id, member_count }: Gone) => {
    if (user_id === state.me?.id) return left(state, chat_id)
    const known = withChat(state, chat_id, (chat) => ({ ...chat, member_count }))
    return withMembers(known, chat_id, (members) => members.filter(({ user }) => user.id !== user_id))
  },
  'chat.read': (
    state,
    {
      chat_id,
      ...mark
    }: { chat_id: string } & Pick<Chat, 'read_position' | 'unread_count' | 'mention_count'>,
  ) =>
    withChat(state, chat_id, (chat) =>
      mark.read_position > chat.read_position ? { ...chat, ...mark } : chat,
    ),
  'chat.muted': mute,
  'chat.unmuted': mute,
}

function mute(
  state: State,
  { chat_id, muted_until }: { chat_id: string } & Pick<Chat, 'muted_until'>,
): State {
  return withChat(state, chat_id, (chat) => ({ ...chat, muted_until }))
}

/** A chat that we do not have yet is read: what I am in it, and what was said before, the entry does not say. */
function withGroup(state: State, group: Group): State {
  if (!state.chats[group.id]) return stale(state, group.id)
  return withChat(state, group.id, (chat) => (group.version >= chat.version ? { ...chat, ...group } : chat))
}

function left(state: State, chatId: string): State {
  return {
    ...state,
    chats: without(state.chats, chatId),
    stretches: without(state.stretches, chatId),
    members: without(state.members, chatId),
    pins: without(state.pins, chatId),
    announced:
      state.announced && byId(Object.values(state.announced).filter((one) => one.chat_id !== chatId)),
    stale: state.stale.filter((id) => id !== chatId),
  }
}

function withMembers(state: State, chatId: string, change: (members: Member[]) => Member[]): State {
  const members = state.members[chatId]
  return members ? { ...state, members: { ...state.members, [chatId]: change(members) } } : state
}
