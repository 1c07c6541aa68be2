import { signal } from '@preact/signals'
import type { Chat } from './things.ts'

/** UTC milliseconds: a mute has ended then, while the page was open (see line/mutes.ts). */
export const passed = signal(0)

export function isMuted({ muted_until }: Chat): boolean {
  return (muted_until ?? 0) > Math.max(Date.now(), passed.value)
}

/** How much of what is unread is worth being counted aloud: of a muted chat, what mentions me. */
export function loudCount(chat: Chat): number {
  return isMuted(chat) ? chat.mention_count : chat.unread_count
}
