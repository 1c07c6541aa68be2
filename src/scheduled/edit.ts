import type { Tx } from '../db/commit.ts'
import type { Late, Secrecy } from '../db/schema.ts'
import type { Actor } from '../http/house.ts'
import { mediaOf, pin, requireMedia, scheduledHolder, unpin } from '../media/attach.ts'
import { isBlank } from '../messages/message.ts'
import { Problem } from '../problem.ts'
import { requireVersion } from '../users/profile.ts'
import { findUser } from '../users/user.ts'
import { announce, conclude } from './announce.ts'
import type { Future } from './future.ts'
import { firstAhead } from './plan-occurrences.ts'
import { isPending, lockScheduled, type Occurrence, type Scheduled, type ScheduledView } from './scheduled.ts'
import { moveOn } from './settle-all.ts'
import { viewScheduled } from './view.ts'
import { readPlan, settle } from './when/plan.ts'
import type { When } from './when/when.ts'

export interface FutureChange {
  text?: string | undefined
  mediaIds?: readonly string[] | undefined
  when?: When | undefined
  late?: Late | undefined
  lateAfter?: number | undefined
  secrecy?: Secrecy | undefined
}

/**
 * Changes what has not arrived yet: its words, its hour, its ways. @throws Problem not_found, stale, invalid; conflict
 * when nothing of it is waiting any more
 */
export async function editScheduled(
  tx: Tx,
  actor: Actor,
  id: string,
  change: FutureChange,
  ifMatch: number | undefined,
  future: Future,
): Promise<ScheduledView> {
  const { row: before, newest } = await lockScheduled(tx, actor.id, id)
  requireVersion(before.version, ifMatch)
  const waiting = newest.filter(isPending)
  if (waiting.length === 0) throw new Problem('conflict', 'Nothing of it is waiting any more')
  if (before.returns_id !== null && (change.text ?? change.mediaIds) !== undefined)
    throw new Problem('conflict', 'What comes back to you has its words already')
  const { zone } = await findUser(tx.db, actor.id)
  const plan = change.when && settle(change.when, { now: tx.at, zone, ...future })
  const after: Scheduled = {
    ...before,
    text: change.text ?? before.text,
    late: change.late ?? before.late,
    late_after_ms: change.lateAfter ?? before.late_after_ms,
    secrecy: change.secrecy ?? before.secrecy,
    ...(plan && {
      asked: JSON.stringify(change.when),
      plan: JSON.stringify(plan),
      hides_time: plan.hidden ? 1 : 0,
    }),
  }
  const { text, asked, plan: planned, hides_time, late, late_after_ms, secrecy } = after
  await tx.db
    .updateTable('scheduled_messages')
    .set({ text, asked, plan: planned, hides_time, late, late_after_ms, secrecy })
    .where('id', '=', id)
    .execute()
  await changeMedia(tx, after, change.mediaIds)
  const moved = plan ? await moveAll(tx, after, waiting) : waiting
  if (before.secrecy !== after.secrecy) conclude(tx, before, waiting)
  if (plan || before.secrecy !== after.secrecy) await announce(tx, after, moved)
  await moveOn(tx, [after], actor.id)
  return viewScheduled(tx.db, actor.id, id)
}

/** @throws Problem invalid for media that are not his, and when nothing is left to say */
async function changeMedia(tx: Tx, { id, sender_id, text, returns_id }: Scheduled, ids?: readonly string[]) {
  const holder = scheduledHolder(id)
  if (ids !== undefined) {
    await requireMedia(tx, sender_id, ids)
    await unpin(tx, holder)
    await pin(tx, holder, ids)
  }
  const left = (await mediaOf(tx.db, [holder])).get(holder) ?? []
  if (returns_id === null && isBlank(text) && left.length === 0)
    throw new Problem('invalid', 'body.text: must not be blank')
}

/** Gives what waits the hour that follows from its plan now. */
export async function moveAll(tx: Tx, of: Scheduled, waiting: Occurrence[]): Promise<Occurrence[]> {
  const moved = waiting.map((row): Occurrence => {
    const due_at = firstAhead(readPlan(of.plan), row.zone, tx.at)
    const waits = row.state === 'waiting'
    const state = waits ? 'waiting' : 'planned'
    const next_at = waits || of.state === 'paused' ? null : due_at
    return { ...row, due_at, next_at, state, state_at: tx.at, reason: null, attempts: 0 }
  })
  for (const { id, zone, due_at, next_at, state, state_at, reason, attempts } of moved)
    await tx.db
      .updateTable('occurrences')
      .set({ zone, due_at, next_at, state, state_at, reason, attempts })
      .where('id', '=', id)
      .execute()
  return moved
}
