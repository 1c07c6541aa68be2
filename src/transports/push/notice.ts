import type { DeviceRow } from '../../db/schema.ts'
import type { Outcome } from '../../outbox/settle.ts'
import type { Words } from './words.ts'

/** What a device is sent: a notice to show, or that one is to be taken away again. */
export interface Notice {
  kind: 'notice' | 'clear'
  /** The same each time that it is sent. */
  id: string
  /** A later notice with the same tag takes the place of this one. At most 64 characters. */
  tag: string
  chat_id?: string
  position?: number
  words: Words
  /** Chats in which something waits to be read. */
  badge: number
  /** When it happened, UTC milliseconds. */
  at: number
  expiresAt: number
}

/**
 * By the name of an app: the notice as its service worker reads it, in place of our words. Such an app can show notices,
 * but takes none away.
 */
export type Envelopes = Record<string, (notice: Notice) => object>

/** Hands a notice to those who look after a kind of device. */
export type Reach = (device: DeviceRow, notice: Notice, signal: AbortSignal) => Promise<Outcome>

/** What the app on the device is told, next to the words. */
export function facts({ kind, tag, chat_id, position, badge, at }: Notice) {
  return { kind, tag, chat_id, position, badge, at }
}

/** Whole seconds that a notice is still worth something, as headers want them. */
export function secondsLeft({ expiresAt }: Notice, now: number, most: number): number {
  return Math.min(most, Math.max(0, Math.floor((expiresAt - now) / 1000)))
}

/** How long the other side asks us to wait: seconds or a date (RFC 9110, 10.2.3). In milliseconds. */
export function retryAfterMs(header: string | null | undefined, now: number): number | undefined {
  if (!header) return undefined
  const ms = /^\d{1,9}$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now
  return Number.isFinite(ms) && ms > 0 ? ms : undefined
}

/** What is meant by a status that is neither success nor about the device. */
export function otherStatus(status: number, reason: string, afterMs: number | undefined): Outcome {
  const said = `${status} ${reason}`.trim()
  if (status === 429 || status >= 500) return { result: 'later', reason: said, afterMs }
  return { result: 'refused', reason: said }
}
