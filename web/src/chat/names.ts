import { readPerson } from '../store/read.ts'
import { me, shown } from '../store/store.ts'
import type { Chat, User } from '../store/things.ts'
import { words } from '../words/words.ts'

/** The chat with myself. */
export const isNotes = ({ peer }: Chat) => peer !== null && peer.id === me.value?.id

/** What a chat is called: its title, or the name of the other one. */
export function titleOf(chat: Chat): string {
  if (isNotes(chat)) return words.notes
  return chat.kind === 'direct' ? nameOf(chat.peer) : chat.title
}

export function nameOf(user: User | null | undefined): string {
  if (!user || user.deleted) return user ? words.deletedAccount : '…'
  return user.name || user.username
}

/** Somebody by his id; read if he is not known. */
export function personOf(id: string): User | undefined {
  const user = shown.value.people[id]
  if (!user) readPerson(id)
  return user
}

export function pictureOf(chat: Chat): string | null {
  return chat.kind === 'direct' ? (chat.peer?.picture ?? null) : chat.picture
}

/** Letters that are written from right to left, and marks that turn the direction. */
const turning =
  /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u
const turnedOn = /[\u202a-\u202e\u2066-\u2069]/g

/** A name within a sentence: in whichever direction it is written, it does not turn the rest of it around. */
export function inWords(name: string): string {
  return turning.test(name) ? `\u2068${name.replaceAll(turnedOn, '')}\u2069` : name
}

/** First names are enough where space is short. */
export function shortName(user: User | undefined): string {
  return nameOf(user).split(/\s+/)[0] ?? ''
}
