import { readPerson } from '../store/read.ts'
import { shown } from '../store/store.ts'
import type { Chat, User } from '../store/things.ts'
import { words } from '../words/words.ts'

/** What a chat is called: its title, or the name of the other one. */
export function titleOf(chat: Chat): string {
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

/** First names are enough where space is short. */
export function shortName(user: User | undefined): string {
  return nameOf(user).split(/\s+/)[0] ?? ''
}
