import type { Tx } from '../db/commit.ts'
import type { Actor } from '../http/house.ts'
import { Problem } from '../problem.ts'
import { announce, conclude } from './announce.ts'
import type { Outcome } from './deliver.ts'
import { isPending, lockScheduled, type Occurrence, type ScheduledView } from './scheduled.ts'
import { moveOn, settleAll } from './settle-all.ts'
import { viewScheduled } from './view.ts'
import { nextOf, readPlan } from './when/plan.ts'

/** What is to come arrives now; what waits for a number goes on waiting. @throws Problem not_found, conflict */
export async function sendNow(tx: Tx, actor: Actor, id: string): Promise<ScheduledView> {
  const { row, newest } = await lockScheduled(tx, actor.id, id)
  const ready = newest.filter((one) => isPending(one) && one.state !== 'waiting')
  if (ready.length === 0) throw new Problem('conflict', 'Nothing of it could arrive now')
  await look(tx, ready, tx.at)
  await moveOn(tx, [row], actor.id)
  return viewScheduled(tx.db, actor.id, id)
}

/** Nothing of it arrives until it is resumed. @throws Problem not_found, conflict */
export async function pause(tx: Tx, actor: Actor, id: string): Promise<ScheduledView> {
  const { row, newest } = await lockScheduled(tx, actor.id, id)
  if (row.state !== 'active') throw new Problem('conflict', 'Only what is under way can be paused')
  await tx.db
    .updateTable('occurrences')
    .set({ next_at: null })
    .where('scheduled_id', '=', id)
    .where('next_at', 'is not', null)
    .execute()
  await tx.db.updateTable('scheduled_messages').set({ state: 'paused' }).where('id', '=', id).execute()
  conclude(tx, row, newest.filter(isPending))
  await moveOn(tx, [{ ...row, state: 'paused' }], actor.id)
  return viewScheduled(tx.db, actor.id, id)
}

/**
 * It goes on. Of what recurs, the hours that passed meanwhile are left out; what was to arrive once is late, and goes by
 * its late policy. @throws Problem not_found, conflict
 */
export async function resume(tx: Tx, actor: Actor, id: string): Promise<ScheduledView> {
  const { row, newest } = await lockScheduled(tx, actor.id, id)
  if (row.state !== 'paused') throw new Problem('conflict', 'Only what is paused can be resumed')
  await tx.db.updateTable('scheduled_messages').set({ state: 'active' }).where('id', '=', id).execute()
  const plan = readPlan(row.plan)
  const resumed: Occurrence[] = []
  for (const one of newest.filter((one) => one.state === 'planned' || one.state === 'delivering')) {
    const ahead = one.due_at < tx.at ? nextOf(plan, tx.at, one.zone) : undefined
    const due_at = ahead ?? one.due_at
    const next = { due_at, next_at: due_at, attempts: 0, state: 'planned' } as const
    await tx.db.updateTable('occurrences').set(next).where('id', '=', one.id).execute()
    resumed.push({ ...one, ...next })
  }
  await announce(tx, row, resumed)
  await moveOn(tx, [{ ...row, state: 'active' }], actor.id)
  return viewScheduled(tx.db, actor.id, id)
}

/** Leaves out the next time of something that recurs. @throws Problem not_found, conflict */
export async function skipNext(tx: Tx, actor: Actor, id: string): Promise<ScheduledView> {
  const { row: of, newest } = await lockScheduled(tx, actor.id, id)
  const planned = newest.filter((one) => one.state === 'planned')
  if (readPlan(of.plan).repeat === undefined || planned.length === 0)
    throw new Problem('conflict', 'There is no next time that could be skipped')
  await settleAll(tx, planned.map(skipped(of)))
  return viewScheduled(tx.db, actor.id, id)
}

/** Says what becomes of something that is late. @throws Problem not_found, conflict */
export async function decide(
  tx: Tx,
  actor: Actor,
  id: string,
  occurrenceId: string,
  decision: 'send' | 'skip',
): Promise<ScheduledView> {
  const { row: of, newest } = await lockScheduled(tx, actor.id, id)
  const asking = newest.filter((one) => one.id === occurrenceId && one.state === 'asking')
  if (asking.length === 0) throw new Problem('conflict', 'This is not asked, or not any more')
  if (decision === 'skip') await settleAll(tx, asking.map(skipped(of)))
  else {
    await look(tx, asking, tx.at)
    await moveOn(tx, [of], actor.id)
  }
  return viewScheduled(tx.db, actor.id, id)
}

const skipped =
  (of: Outcome['of']) =>
  (row: Occurrence): Outcome => ({ row, of, state: 'skipped', reason: 'You skipped it' })

/** These are looked at then. Their sender has just said so: whatever begins after his word is not too late (see `judge`). */
async function look(tx: Tx, rows: Occurrence[], next_at: number): Promise<void> {
  await tx.db
    .updateTable('occurrences')
    .set({ next_at, state: 'planned', state_at: tx.at, attempts: 1, reason: null })
    .where(
      'id',
      'in',
      rows.map((row) => row.id),
    )
    .execute()
}
