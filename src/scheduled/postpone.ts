import { hour, minute, second } from '../clock.ts'
import type { Tx } from '../db/commit.ts'
import { lock } from '../db/dialect.ts'
import { moveOn, settleAll } from './settle-all.ts'

/** How long to wait after each failure; after the last there is no other attempt. */
const delays = [
  5 * second,
  30 * second,
  2 * minute,
  10 * minute,
  hour,
  3 * hour,
  6 * hour,
  12 * hour,
  24 * hour,
]
const REASON = 'The server could not deliver it'

/** Delivering has failed by a fault of ours: it is tried again later, and the sender is told. */
export async function postpone(tx: Tx, id: string): Promise<void> {
  const query = tx.db.selectFrom('occurrences').selectAll().where('id', '=', id).where('next_at', '<=', tx.at)
  const row = await lock(tx.dialect, query).executeTakeFirst()
  if (!row) return
  const of = await tx.db
    .selectFrom('scheduled_messages')
    .selectAll()
    .where('id', '=', row.scheduled_id)
    .executeTakeFirst()
  if (!of) return giveUp(tx, id)
  const delay = delays[row.attempts]
  if (delay === undefined) return settleAll(tx, [{ row, of, state: 'failed', reason: REASON }])
  await tx.db
    .updateTable('occurrences')
    .set({
      state: 'delivering',
      attempts: row.attempts + 1,
      next_at: tx.at + delay,
      reason: `${REASON} yet`,
      state_at: tx.at,
    })
    .where('id', '=', id)
    .execute()
  await moveOn(tx, [of])
}

/** Not even that can be written down, since what is stored is broken: it is not looked at any more. */
export async function giveUp(tx: Tx, id: string): Promise<void> {
  const failed = { state: 'failed', reason: REASON, state_at: tx.at, next_at: null } as const
  await tx.db.updateTable('occurrences').set(failed).where('id', '=', id).execute()
}
