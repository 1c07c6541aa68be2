import type { Tx } from '../db/commit.ts'
import { lock } from '../db/dialect.ts'
import type { OccurrenceState } from '../db/schema.ts'
import { blankAbout } from '../log/blank.ts'
import { scheduledHolder, unpin } from '../media/attach.ts'
import { unreachable } from '../messages/reach.ts'
import { pairOf } from '../users/block.ts'
import { conclude } from './announce.ts'
import { stop } from './cancel.ts'
import { moveAll } from './edit.ts'
import { type Occurrence, scheduledOfAll, stillToCome } from './scheduled.ts'
import { moveOn } from './settle-all.ts'
import { readPlan } from './when/plan.ts'

/**
 * Somebody blocks another: from this moment nothing that is on its way between the two arrives any more. The other one
 * sees that when the hour has come, as if he had tried then.
 */
export async function stopBetween(tx: Tx, blockerId: string, otherId: string): Promise<void> {
  const both = [blockerId, otherId]
  const rows = await pendingWhere(tx, (row) =>
    row.where('sender_id', 'in', both).where('to_user_id', 'in', both),
  )
  const [mine, his] = [blockerId, otherId].map((id) =>
    rows.filter((row) => row.sender_id === id && row.to_user_id !== id),
  )
  const back = await returning(
    tx,
    rows.filter((row) => row.sender_id === blockerId && row.to_user_id === blockerId),
    pairOf(blockerId, otherId),
    otherId,
  )
  await stopAll(tx, [...mine!, ...back], 'blocked', unreachable().message)
  await bar(tx, his!)
}

/** Those of these by which somebody gets back what another wrote in the direct chat of the two. */
async function returning(tx: Tx, rows: Occurrence[], pair: string, writerId: string): Promise<Occurrence[]> {
  if (rows.length === 0) return []
  const ids = rows.map((row) => row.scheduled_id)
  const found = await tx.db
    .selectFrom('scheduled_messages')
    .innerJoin('messages', 'messages.id', 'scheduled_messages.returns_id')
    .innerJoin('chats', 'chats.id', 'messages.chat_id')
    .select('scheduled_messages.id')
    .where('scheduled_messages.id', 'in', ids)
    .where('messages.sender_id', '=', writerId)
    .where('chats.pair', '=', pair)
    .execute()
  const theirs = new Set(found.map((one) => one.id))
  return rows.filter((row) => theirs.has(row.scheduled_id))
}

async function bar(tx: Tx, rows: Occurrence[]): Promise<void> {
  if (rows.length === 0) return
  const ids = rows.map((row) => row.id)
  await tx.db.updateTable('occurrences').set({ barred: 1 }).where('id', 'in', ids).execute()
  const scheduled = await scheduledOfAll(tx, rows)
  for (const row of rows) conclude(tx, scheduled.get(row.scheduled_id)!, [row])
}

/** Somebody is no member of a group any more: what he has on its way there does not arrive. */
export async function stopFrom(tx: Tx, senderId: string, chatId: string): Promise<void> {
  const rows = await pendingWhere(tx, (row) =>
    row.where('to_chat_id', '=', chatId).where('sender_id', '=', senderId),
  )
  await stopAll(tx, rows, 'cancelled', 'You left the group')
}

/** A group is gone. */
export async function stopInto(tx: Tx, chatId: string): Promise<void> {
  const rows = await pendingWhere(tx, (row) => row.where('to_chat_id', '=', chatId))
  await stopAll(tx, rows, 'failed', 'The group is gone')
}

/** An account goes: what he wrote to the future is erased, and what was to come to him does not. */
export async function forgetFuture(tx: Tx, userId: string): Promise<void> {
  const mine = await tx.db
    .selectFrom('scheduled_messages')
    .selectAll()
    .where('sender_id', '=', userId)
    .execute()
  const waiting = await pendingWhere(tx, (row) => row.where('sender_id', '=', userId))
  const byId = new Map(mine.map((row) => [row.id, row]))
  for (const row of waiting) conclude(tx, byId.get(row.scheduled_id)!, [row])
  const ids = tx.db.selectFrom('scheduled_messages').select('id').where('sender_id', '=', userId)
  await tx.db.deleteFrom('occurrences').where('scheduled_id', 'in', ids).execute()
  await tx.db.deleteFrom('scheduled_messages').where('sender_id', '=', userId).execute()
  for (const { id } of mine) {
    await blankAbout(tx, id)
    await unpin(tx, scheduledHolder(id))
  }
  const toMe = await pendingWhere(tx, (row) => row.where('to_user_id', '=', userId))
  await stopAll(tx, toMe, 'blocked', unreachable().message)
}

/** Somebody lives by other clocks now: what comes at an hour of his own comes at that hour there. */
export async function moveZone(tx: Tx, userId: string, zone: string | null): Promise<void> {
  const rows = await pendingWhere(tx, (row) => row.where('to_user_id', '=', userId))
  const elsewhere = rows.filter((row) => row.zone !== zone && ['planned', 'waiting'].includes(row.state))
  const scheduled = await scheduledOfAll(tx, elsewhere)
  const moving = elsewhere.filter((row) => readPlan(scheduled.get(row.scheduled_id)!.plan).whereYouAre)
  for (const row of moving) await moveAll(tx, scheduled.get(row.scheduled_id)!, [{ ...row, zone }])
  await moveOn(tx, [...new Set(moving.map((row) => scheduled.get(row.scheduled_id)!))])
}

type Query = ReturnType<typeof selectPending>

function selectPending(tx: Tx) {
  return tx.db.selectFrom('occurrences').selectAll().where(stillToCome).orderBy('id')
}

/** Waits for deliveries that are under way: what is delivered when this has its answer came before. */
function pendingWhere(tx: Tx, narrow: (query: Query) => Query): Promise<Occurrence[]> {
  return lock(tx.dialect, narrow(selectPending(tx))).execute()
}

/** These do not arrive, and the senders are told why. */
export async function stopAll(
  tx: Tx,
  rows: Occurrence[],
  state: OccurrenceState,
  reason: string,
): Promise<void> {
  if (rows.length === 0) return
  await stop(tx, rows, state, reason)
  const scheduled = await scheduledOfAll(tx, rows)
  for (const row of rows) conclude(tx, scheduled.get(row.scheduled_id)!, [row])
  await moveOn(tx, [...scheduled.values()])
}
