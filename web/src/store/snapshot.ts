import { byId, withScheduled } from './future-entries.ts'
import { nothing, type State, withPeople } from './state.ts'
import { type Asked, withPage } from './stretch.ts'
import type { Announcement, Chat, Me, Member, Message, MessagePage, Scheduled, User } from './things.ts'

/** State that was read from the server. */
export type Snapshot =
  /** Everything anew: at the start, and after a gap. */
  | { of: 'everything'; me: Me; chats: Chat[]; blocked: User[] }
  | { of: 'chats'; chats: Chat[] }
  | { of: 'messages'; chatId: string; asked: Asked; page: MessagePage; known: number }
  | { of: 'members'; chatId: string; members: Member[] }
  | { of: 'pins'; chatId: string; messages: Message[] }
  | { of: 'apart'; messages: Message[] }
  | { of: 'people'; users: User[] }
  | { of: 'scheduled'; scheduled: Scheduled[] }
  | { of: 'announced'; announced: Announcement[] }

export function applySnapshot(state: State, snapshot: Snapshot): State {
  switch (snapshot.of) {
    case 'everything':
      return everything(state, snapshot)
    case 'chats':
      return withChats(state, snapshot.chats)
    case 'messages':
      return withMessages(state, snapshot)
    case 'members':
      return withMembers(state, snapshot.chatId, snapshot.members)
    case 'pins':
      return withPins(state, snapshot.chatId, snapshot.messages)
    case 'apart':
      return withApart(state, snapshot.messages)
    case 'people':
      return withPeople(state, snapshot.users)
    case 'scheduled':
      return withScheduled({ ...state, scheduled: state.scheduled ?? {} }, snapshot.scheduled)
    case 'announced':
      return { ...state, announced: byId(snapshot.announced) }
  }
}

function everything(state: State, { me, chats, blocked }: { me: Me; chats: Chat[]; blocked: User[] }): State {
  const fresh = { ...nothing, seq: state.seq, me, waiting: state.waiting, people: state.people }
  const known = withPeople(fresh, [me, ...blocked])
  return withChats({ ...known, blocked: blocked.map(({ id }) => id) }, chats)
}

function withChats(state: State, chats: Chat[]): State {
  const peers = chats.flatMap(({ peer }) => peer ?? [])
  const ids = new Set(chats.map(({ id }) => id))
  return {
    ...withPeople(state, peers),
    chats: { ...state.chats, ...Object.fromEntries(chats.map((chat) => [chat.id, chat])) },
    stale: state.stale.filter((id) => !ids.has(id)),
  }
}

function withMessages(
  state: State,
  { chatId, asked, page, known }: { chatId: string; asked: Asked; page: MessagePage; known: number },
): State {
  if (!state.chats[chatId]) return state
  const stretch = withPage(state.stretches[chatId], asked, page, known)
  return { ...state, stretches: { ...state.stretches, [chatId]: stretch } }
}

function withMembers(state: State, chatId: string, members: Member[]): State {
  const known = withPeople(
    state,
    members.map(({ user }) => user),
  )
  return { ...known, members: { ...known.members, [chatId]: members } }
}

function withPins(state: State, chatId: string, messages: Message[]): State {
  const ids = messages.map(({ id }) => id)
  return { ...withApart(state, messages), pins: { ...state.pins, [chatId]: ids } }
}

function withApart(state: State, messages: Message[]): State {
  const apart = Object.fromEntries(messages.map((message) => [message.id, message]))
  return { ...state, apart: { ...state.apart, ...apart } }
}
