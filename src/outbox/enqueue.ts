import { day } from '../clock.ts'
import type { Tx } from '../db/commit.ts'
import { insertAll } from '../db/insert.ts'
import type { Channel, OutboxRow } from '../db/schema.ts'
import { newId } from '../id.ts'

/** Something that is to leave the house, told to the outbox in the transaction of its cause. */
export interface OutboxItem {
  channel: Channel
  /** Whose it is; it goes with his account. */
  userId: string | null
  /** An address, or the id of a device. */
  to: string
  /** What the sender of the channel understands. Taken out of the database as soon as it was sent. */
  body: unknown
  /** A later one with the same key to the same recipient takes the place of this one. At most 64 characters. */
  collapseKey?: string | undefined
  /** UTC milliseconds; three days from now, if not given. */
  expiresAt?: number | undefined
  /** UTC milliseconds; at once, if not given. */
  notBefore?: number | undefined
  /** Looked at just before sending: is it needless by now? */
  unless?: unknown
}

const EXPIRES_AFTER_MS = 3 * day
const MOST_AT_ONCE = 400

/** The workers of this process, who are told when there is something to do. */
const workers = new Set<() => void>()

/** Calls a worker after each commit that has put something into the outbox. Answers how to leave again. */
export function onEnqueued(wake: () => void): () => void {
  workers.add(wake)
  return () => void workers.delete(wake)
}

export function enqueue(tx: Tx, item: OutboxItem): Promise<void> {
  return enqueueAll(tx, [item])
}

/** The same for many, in few statements. */
export async function enqueueAll(tx: Tx, items: readonly OutboxItem[]): Promise<void> {
  if (items.length === 0) return
  const keyed = items.filter((item) => item.collapseKey !== undefined)
  for (const some of Map.groupBy(keyed, (item) => `${item.channel} ${item.collapseKey}`).values())
    await dropReplaced(tx, some)
  await insertAll(
    tx.db,
    'outbox',
    items.map((item) => toRow(tx, item)),
  )
  tx.said.kept.push(() => workers.forEach((wake) => wake()))
}

/** What still waits for the same recipients under the same key is told by the new ones too. */
async function dropReplaced({ db, at }: Tx, items: readonly OutboxItem[]): Promise<void> {
  const { channel, collapseKey } = items[0]!
  for (let from = 0; from < items.length; from += MOST_AT_ONCE)
    await db
      .deleteFrom('outbox')
      .where('channel', '=', channel)
      .where('state', '=', 'waiting')
      .where('collapse_key', '=', collapseKey!)
      .where(
        'recipient',
        'in',
        items.slice(from, from + MOST_AT_ONCE).map((item) => item.to),
      )
      .where((is) => is.or([is('leased_until', 'is', null), is('leased_until', '<=', at)]))
      .execute()
}

function toRow({ at }: Tx, item: OutboxItem): OutboxRow {
  const { channel, userId, to, body, collapseKey, unless } = item
  const { expiresAt = at + EXPIRES_AFTER_MS, notBefore = at } = item
  return {
    id: newId(),
    channel,
    user_id: userId,
    recipient: to,
    body: JSON.stringify(body),
    collapse_key: collapseKey ?? null,
    unless: unless === undefined ? null : JSON.stringify(unless),
    state: 'waiting',
    reason: null,
    tries: 0,
    due_at: notBefore,
    leased_until: null,
    expires_at: expiresAt,
    created_at: at,
    settled_at: null,
  }
}
