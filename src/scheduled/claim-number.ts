import type { Tx } from '../db/commit.ts'
import { lock } from '../db/dialect.ts'
import { blockedAmong } from '../users/block.ts'
import { findUser } from '../users/user.ts'
import { announce } from './announce.ts'
import { stopAll } from './cascade.ts'
import { firstAhead } from './plan-occurrences.ts'
import { type Occurrence, type Scheduled, scheduledOfAll } from './scheduled.ts'
import { moveOn } from './settle-all.ts'
import { readPlan } from './when/plan.ts'

/**
 * Somebody has proven that a number is his: what waited for it is his now. What is past its hour comes at once, in the
 * order of the hours.
 */
export async function claimNumber(tx: Tx, userId: string, phone: string): Promise<void> {
  const query = tx.db.selectFrom('occurrences').selectAll().where('to_phone', '=', phone)
  const rows = await lock(
    tx.dialect,
    query.where('state', '=', 'waiting').orderBy('due_at').orderBy('id'),
  ).execute()
  if (rows.length === 0) return
  const named = await namedIn(tx, userId, rows)
  const twice = rows.filter((row) => named.has(row.scheduled_id))
  await stopAll(tx, twice, 'skipped', 'It was written to this person by name, too')
  const his = rows.filter((row) => !named.has(row.scheduled_id))
  await handOver(tx, userId, his)
}

/** Those of these messages that were written to somebody by name as well. */
async function namedIn(tx: Tx, userId: string, rows: Occurrence[]): Promise<Set<string>> {
  const ids = [...new Set(rows.map((row) => row.scheduled_id))]
  const found = await tx.db
    .selectFrom('occurrences')
    .select('scheduled_id')
    .where('scheduled_id', 'in', ids)
    .where('recipient', '=', `user:${userId}`)
    .execute()
  return new Set(found.map((one) => one.scheduled_id))
}

async function handOver(tx: Tx, userId: string, rows: Occurrence[]): Promise<void> {
  const scheduled = await scheduledOfAll(tx, rows)
  const blocked = await blockedAmong(tx.db, userId, [...new Set(rows.map((row) => row.sender_id))])
  const { zone } = await findUser(tx.db, userId)
  for (const [i, row] of rows.entries()) {
    const claimed = claimedBy(tx, row, scheduled.get(row.scheduled_id)!, userId, zone, i)
    const { to_user_id, due_at, next_at, state, state_at } = claimed
    const barred = blocked.has(row.sender_id) ? 1 : 0
    const change = { to_user_id, zone, due_at, next_at, state, state_at, barred }
    await tx.db.updateTable('occurrences').set(change).where('id', '=', row.id).execute()
    await announce(tx, scheduled.get(row.scheduled_id)!, [{ ...claimed, barred }])
  }
  await moveOn(tx, [...scheduled.values()])
}

function claimedBy(
  tx: Tx,
  row: Occurrence,
  of: Scheduled,
  userId: string,
  zone: string | null,
  place: number,
): Occurrence {
  const plan = readPlan(of.plan)
  const due_at = plan.whereYouAre ? firstAhead(plan, zone, tx.at) : row.due_at
  // What is past comes in the order of the hours, which the last milliseconds keep.
  const next_at = of.state === 'paused' ? null : Math.max(due_at, Math.min(tx.at, tx.at - 1000 + place))
  return { ...row, to_user_id: userId, zone, due_at, next_at, state: 'planned', state_at: tx.at }
}
