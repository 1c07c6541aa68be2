import { signal } from '@preact/signals'
import type { Signal } from '../../../sdk/src/parley.ts'

export interface Seen {
  user_id: string
  online: boolean | null
  last_seen_at: number | null
}

export interface Reach {
  read: number
  delivered: number
}

/** Who is typing where: for each chat, until when each is believed to be. */
export const typing = signal<Record<string, Record<string, number>>>({})
export const presence = signal<Record<string, Seen>>({})
/** How far others have read, as signals tell: for each chat, for each person. */
export const reach = signal<Record<string, Record<string, Reach>>>({})

const BELIEVED_MS = 6000

/** Takes in what need not survive. */
export function heardSignal({ kind, body }: Signal): void {
  if (kind === 'typing') heardTyping(body as { chat_id: string; user_id: string; typing: boolean })
  if (kind === 'presence') seen([body as Seen])
  if (kind === 'read' || kind === 'delivered')
    heardReach(kind, body as { chat_id: string; user_id: string; position: number })
}

function heardTyping({
  chat_id,
  user_id,
  typing: isTyping,
}: {
  chat_id: string
  user_id: string
  typing: boolean
}) {
  const { [user_id]: _, ...others } = typing.value[chat_id] ?? {}
  const now = isTyping ? { ...others, [user_id]: Date.now() + BELIEVED_MS } : others
  typing.value = { ...typing.value, [chat_id]: now }
  if (isTyping) setTimeout(() => stopBelieving(chat_id, user_id), BELIEVED_MS + 50)
}

function stopBelieving(chatId: string, userId: string): void {
  if ((typing.value[chatId]?.[userId] ?? 0) > Date.now()) return
  stopped(chatId, userId)
}

/** Whoever has just said something is not typing it any more. */
export function stopped(chatId: string, userId: string): void {
  if (typing.value[chatId]?.[userId] === undefined) return
  heardTyping({ chat_id: chatId, user_id: userId, typing: false })
}

export function seen(people: Seen[]): void {
  const news = Object.fromEntries(people.map((one) => [one.user_id, one]))
  presence.value = { ...presence.value, ...news }
}

function heardReach(
  kind: 'read' | 'delivered',
  body: { chat_id: string; user_id: string; position: number },
) {
  const { chat_id, user_id, position } = body
  const before = reach.value[chat_id]?.[user_id] ?? { read: 0, delivered: 0 }
  const after = { ...before, [kind]: Math.max(before[kind], position) }
  reach.value = { ...reach.value, [chat_id]: { ...reach.value[chat_id], [user_id]: after } }
}

export function forgetLive(): void {
  typing.value = {}
  presence.value = {}
  reach.value = {}
}
