import type { Chat } from '../store/things.ts'

/** The most recently active first. */
export function byActivity(chats: Record<string, Chat>): Chat[] {
  return Object.values(chats).sort((a, b) => b.active_at - a.active_at || (a.id < b.id ? 1 : -1))
}
