import type { Problem, Write } from '../../../sdk/src/parley.ts'
import type { Games } from '../games/things.ts'
import type { Announcement, Chat, Me, Member, Message, Scheduled, User } from './things.ts'

/** A stretch of a chat without holes: every message that I may see between its two ends is here. */
export interface Stretch {
  messages: Message[]
  /** To ask `before` it for what comes earlier; null at the beginning of the chat. */
  previous: number | null
  /** To ask `after` it for what comes later; null where it reaches the present, and what is said now comes in. */
  next: number | null
  /** Up to here everything is known. What lies below and is not here, I have hidden. */
  top: number
  /** Skipped positions below: taken back before we heard of it. The log will say what stands there. */
  blanks: number[]
}

/** A write that waits in the outbox, or was refused and waits for me to decide. */
export interface Waiting {
  write: Write
  /** Why the last try came to nothing. */
  problem: Problem | null
  /** Whether it is tried again only when I say so. */
  refused: boolean
  /** Where the message stands in its chat, once that is known: it waits for the log to tell of it. */
  position?: number
}

/** Everything that the page shows of what the server knows. Never changed, only replaced. */
export interface State {
  /** The number of the last entry; one that comes again changes nothing. */
  seq: number
  me: Me | null
  chats: Record<string, Chat>
  people: Record<string, User>
  blocked: string[]
  stretches: Record<string, Stretch>
  members: Record<string, Member[]>
  /** Of each chat, once they were read: the ids of its pinned messages, the latest pinned first. */
  pins: Record<string, string[]>
  /** Messages that are shown outside of a stretch: what was answered, what is pinned. */
  apart: Record<string, Message>
  /** What I have written to the future, once it was read. */
  scheduled: Record<string, Scheduled> | null
  /** What will open for me, once it was read. */
  announced: Record<string, Announcement> | null
  /** My rooms and friends, once somebody wanted to see them or I was invited. */
  games: Games | null
  /** Messages that I had sent into my future, and that are back since the page was opened. */
  returned: string[]
  waiting: Waiting[]
  /** How often something was told of a topic, such as `project:<id>`, whose page reads it anew then. */
  news?: Record<string, number>
  /** Chats of which we know that we do not know: to be read again. */
  stale: string[]
}

export const nothing: State = {
  seq: 0,
  me: null,
  chats: {},
  people: {},
  blocked: [],
  stretches: {},
  members: {},
  pins: {},
  apart: {},
  scheduled: null,
  announced: null,
  games: null,
  returned: [],
  waiting: [],
  stale: [],
}

export function without<T>(record: Record<string, T>, key: string): Record<string, T> {
  if (!(key in record)) return record
  const { [key]: _, ...rest } = record
  return rest
}

export function stale(state: State, chatId: string): State {
  if (state.stale.includes(chatId)) return state
  return { ...state, stale: [...state.stale, chatId] }
}

/** Replaces a chat that is there; of one that is not, nothing is kept. */
export function withChat(state: State, chatId: string, change: (chat: Chat) => Chat): State {
  const chat = state.chats[chatId]
  if (!chat) return state
  const changed = change(chat)
  return changed === chat ? state : { ...state, chats: { ...state.chats, [chatId]: changed } }
}

export function withPeople(state: State, users: User[]): State {
  const news = users.filter((user) => state.people[user.id] !== user)
  if (news.length === 0) return state
  return { ...state, people: { ...state.people, ...Object.fromEntries(news.map((user) => [user.id, user])) } }
}
