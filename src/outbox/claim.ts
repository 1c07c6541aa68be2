import { type ExpressionBuilder, sql } from 'kysely'
import { minute } from '../clock.ts'
import type { Tx } from '../db/commit.ts'
import { lockFree } from '../db/dialect.ts'
import type { Db } from '../db/open.ts'
import type { Channel, OutboxRow, Schema } from '../db/schema.ts'

/** Longer than any attempt may take. A process that ends meanwhile has lost the lease, and it is sent again. */
export const LEASE_MS = 2 * minute

/** Takes rows that are due, for as long as the lease: no other process sends them meanwhile. */
export async function claim(tx: Tx, channel: Channel, most: number): Promise<OutboxRow[]> {
  const due = tx.db
    .selectFrom('outbox')
    .selectAll()
    .where('state', '=', 'waiting')
    .where('channel', '=', channel)
    .where('due_at', '<=', tx.at)
    .where((is) => inTurn(is, tx.at))
    .orderBy('due_at')
    .limit(most)
  const rows = await lockFree(tx.dialect, due).execute()
  if (rows.length === 0) return []
  const until = tx.at + LEASE_MS
  await tx.db
    .updateTable('outbox')
    .set({ tries: sql`tries + 1`, due_at: until, leased_until: until })
    .where(
      'id',
      'in',
      rows.map((row) => row.id),
    )
    .execute()
  return rows.map((row) => ({ ...row, tries: row.tries + 1, due_at: until, leased_until: until }))
}

/** When the next row of a channel is due, if any waits. */
export async function nextDue(db: Db, channel: Channel, now: number): Promise<number | undefined> {
  const row = await db.reader
    .selectFrom('outbox')
    .select('due_at')
    .where('state', '=', 'waiting')
    .where('channel', '=', channel)
    .where((is) => inTurn(is, now))
    .orderBy('due_at')
    .limit(1)
    .executeTakeFirst()
  return row?.due_at
}

/** What replaces something that is being sent just now comes after it, and what was replaced does not come at all. */
function inTurn({ not, exists, selectFrom }: ExpressionBuilder<Schema, 'outbox'>, now: number) {
  return not(
    exists(
      selectFrom('outbox as other')
        .select('other.id')
        .whereRef('other.recipient', '=', 'outbox.recipient')
        .whereRef('other.collapse_key', '=', 'outbox.collapse_key')
        .whereRef('other.channel', '=', 'outbox.channel')
        .where('other.state', '=', 'waiting')
        .whereRef('other.id', '!=', 'outbox.id')
        .where((is) => is.or([is('other.leased_until', '>', now), is('other.id', '>', is.ref('outbox.id'))])),
    ),
  )
}
