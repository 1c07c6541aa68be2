import type { Tx } from '../db/commit.ts'
import type { OccurrenceState } from '../db/schema.ts'
import type { Actor } from '../http/house.ts'
import { append } from '../log/append.ts'
import { blankAbout } from '../log/blank.ts'
import { userStream } from '../log/entry.ts'
import { scheduledHolder, unpin } from '../media/attach.ts'
import { removePostcard } from '../messages/postcard.ts'
import { Problem } from '../problem.ts'
import { requireVersion } from '../users/profile.ts'
import { conclude } from './announce.ts'
import { isPending, lockScheduled, type Occurrence, type Scheduled, type ScheduledView } from './scheduled.ts'
import { moveOn } from './settle-all.ts'
import { viewScheduled } from './view.ts'

/** Nothing more comes of it. What has arrived stays. @throws Problem not_found, stale, conflict */
export async function cancel(tx: Tx, actor: Actor, id: string, ifMatch?: number): Promise<ScheduledView> {
  const { row, newest } = await lockScheduled(tx, actor.id, id)
  requireVersion(row.version, ifMatch)
  const waiting = newest.filter(isPending)
  if (waiting.length === 0) throw new Problem('conflict', 'Nothing of it is waiting any more')
  await tx.db.updateTable('scheduled_messages').set({ state: 'cancelled' }).where('id', '=', id).execute()
  await stop(tx, waiting, 'cancelled', 'You cancelled it')
  conclude(tx, row, waiting)
  await moveOn(tx, [{ ...row, state: 'cancelled' }], actor.id)
  return viewScheduled(tx.db, actor.id, id)
}

/** Forgets a message to the future altogether; what has arrived of it stays. @throws Problem not_found */
export async function forget(tx: Tx, actor: Actor, id: string): Promise<void> {
  const { row, newest } = await lockScheduled(tx, actor.id, id)
  conclude(tx, row, newest.filter(isPending))
  await erase(tx, [row])
  append(tx, {
    stream: userStream(actor.id),
    kind: 'scheduled.forgotten',
    actorId: actor.id,
    body: { scheduled_id: id },
  })
}

/** Takes rows out, and their words out of the log. */
export async function erase(tx: Tx, rows: Scheduled[]): Promise<void> {
  for (const { id } of rows) {
    await tx.db.deleteFrom('occurrences').where('scheduled_id', '=', id).execute()
    await tx.db.deleteFrom('scheduled_messages').where('id', '=', id).execute()
    await unpin(tx, scheduledHolder(id))
    await removePostcard(tx, scheduledHolder(id))
    await blankAbout(tx, id)
  }
}

/** These will not arrive. */
export async function stop(
  tx: Tx,
  rows: Occurrence[],
  state: OccurrenceState,
  reason: string,
): Promise<void> {
  if (rows.length === 0) return
  await tx.db
    .updateTable('occurrences')
    .set({ state, reason, state_at: tx.at, next_at: null })
    .where(
      'id',
      'in',
      rows.map((row) => row.id),
    )
    .execute()
}
