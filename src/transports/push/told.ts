import { day, minute } from '../../clock.ts'
import type { Tx } from '../../db/commit.ts'
import type { EntryRow, NoticeRow } from '../../db/schema.ts'
import type { Alert } from '../../log/append.ts'
import type { Unless } from '../../messages/telling.ts'
import type { OutboxItem } from '../../outbox/enqueue.ts'
import type { Awake } from './awake.ts'
import type { Shown } from './clear.ts'
import type { Listener } from './listeners.ts'

/** What lies in the outbox for a device, until it is put into words. */
export interface Told {
  alert: Alert
  actor_id: string | null
  /** When it happened, UTC milliseconds. */
  at: number
}

/** An entry by which somebody is to be alerted. */
export interface Alerting extends Pick<EntryRow, 'seq' | 'stream' | 'actor_id' | 'at'> {
  alert: Alert
}

export type PushItem = OutboxItem & { unless?: Unless | undefined }

/** Nobody wants to be told of it later than that. */
export const WORTH_MS = 3 * day
const CLEAR_WORTH_MS = day
/** Who seems to be connected may have gone into a tunnel: by then it is known. */
export const PATIENCE_MS = minute

/** What is put into the outbox for one device. */
export function toItem(
  tx: Tx,
  { alert, actor_id, at }: Alerting,
  { device_id, user_id, session_id }: Listener,
  awake: Awake,
): PushItem {
  const { calls: _, ...shown } = alert
  const { collapse } = alert
  const told: Told = { alert: shown, actor_id, at }
  return {
    channel: 'push',
    userId: user_id,
    to: device_id,
    body: told,
    collapseKey: collapse,
    expiresAt: at + WORTH_MS,
    notBefore: whenFor(tx, session_id, awake),
    unless: unlessFor(alert, user_id, at),
  }
}

function unlessFor(alert: Alert, userId: string, at: number): Unless | undefined {
  const { chat_id, position } = alert
  if (chat_id === undefined || position === undefined) return undefined
  return { read: { chat_id, position }, ...(isCalled(alert, userId) ? {} : { muted_at: at }) }
}

/** Is it meant for him, so that he is told even where he has muted the chat? */
export function isCalled({ calls = [] }: Alert, userId: string): boolean {
  return calls.includes(userId)
}

/** The same to take a notice off one screen again. */
export function toClear(tx: Tx, { session_id, ...shown }: Shown, awake: Awake): PushItem {
  return { ...clearFor(tx, shown), notBefore: whenFor(tx, session_id, awake) }
}

export function clearFor(tx: Tx, shown: Omit<NoticeRow, 'sent_at'>): PushItem {
  const { device_id, user_id, collapse_key, chat_id, position } = shown
  const place = { ...(chat_id === null ? {} : { chat_id }), ...(position === null ? {} : { position }) }
  const told: Told = {
    alert: { key: 'clear', args: {}, collapse: collapse_key, ...place },
    actor_id: null,
    at: tx.at,
  }
  return {
    channel: 'push',
    userId: user_id,
    to: device_id,
    body: told,
    collapseKey: collapse_key,
    expiresAt: tx.at + CLEAR_WORTH_MS,
  }
}

/** A device that is connected hears of it anyway: it is only told if it turns out that it was not. */
function whenFor({ at }: Tx, sessionId: string, awake: Awake): number {
  return awake.has(sessionId) ? at + PATIENCE_MS : at
}
