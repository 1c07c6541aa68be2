import { sql, type UpdateObject } from 'kysely'
import type { Tx } from '../db/commit.ts'
import type { Schema } from '../db/schema.ts'
import { announce, conclude } from './announce.ts'
import type { Outcome } from './deliver.ts'
import { planNext } from './plan-occurrences.ts'
import { isPending, type Scheduled, type ScheduledView, viewAll } from './scheduled.ts'
import { tell } from './tell.ts'

/** Who cannot be reached now, is not written to again by the same message. */
const endsForGood = ({ state, row }: Outcome) =>
  state === 'blocked' || (state === 'failed' && row.to_chat_id !== null)

/** What its sender is to be told even if he is away. */
function alertFor({ state }: Outcome): 'failed' | 'late' | undefined {
  if (state === 'asking') return 'late'
  return state === 'failed' || state === 'blocked' ? 'failed' : undefined
}

/** Writes down what came of occurrences, plans what follows them, and tells the senders. */
export async function settleAll(tx: Tx, outcomes: Outcome[]): Promise<void> {
  if (outcomes.length === 0) return
  await store(tx, outcomes)
  const over = outcomes.filter((one) => !isPending(one))
  const rows = over.map(({ row, of, chatId, messageId }) => ({
    of,
    row: { ...row, chat_id: chatId ?? null, message_id: messageId ?? null },
  }))
  for (const { row, of } of rows) conclude(tx, of, [row])
  const next = await planNext(
    tx,
    over.filter((one) => !endsForGood(one)),
  )
  const scheduled = new Map(outcomes.map(({ of }) => [of.id, of]))
  for (const row of next) await announce(tx, scheduled.get(row.scheduled_id)!, [row])
  const alerts = outcomes.flatMap((one): [string, 'failed' | 'late'][] => {
    const key = alertFor(one)
    return key ? [[one.of.id, key]] : []
  })
  await moveOn(tx, [...scheduled.values()], null, new Map(alerts))
}

/** The outcomes go by state and reason, which few of them differ in. */
async function store(tx: Tx, outcomes: Outcome[]): Promise<void> {
  // Sent now, a message has the id of its occurrence; one that came back had its own before.
  const [sent, others] = [true, false].map((isSent) =>
    outcomes.filter(({ row, messageId }) => (row.id === messageId) === isSent),
  )
  const place = tx.db
    .selectFrom('messages')
    .select('chat_id')
    .where('messages.id', '=', sql.ref<string>('occurrences.id'))
  const arrived = { chat_id: place, message_id: sql.ref<string>('id') }
  for (const same of alike(sent!)) await set(tx, same, arrived)
  for (const same of alike(others!)) await set(tx, same, {})
  for (const { row, chatId: chat_id, messageId: message_id } of others!)
    if (message_id !== undefined)
      await tx.db.updateTable('occurrences').set({ chat_id, message_id }).where('id', '=', row.id).execute()
}

function alike(outcomes: Outcome[]): Iterable<Outcome[]> {
  return Map.groupBy(outcomes, ({ state, reason }) => `${state} ${reason}`).values()
}

async function set(tx: Tx, same: Outcome[], more: UpdateObject<Schema, 'occurrences'>): Promise<void> {
  const [{ state, reason }] = same as [Outcome]
  await tx.db
    .updateTable('occurrences')
    .set({ state, reason, state_at: tx.at, next_at: null, ...more })
    .where(
      'id',
      'in',
      same.map(({ row }) => row.id),
    )
    .execute()
}

/** What nothing more will come of has ended. Every sender hears how it stands. */
export async function moveOn(
  tx: Tx,
  rows: Scheduled[],
  actorId: string | null = null,
  alerts: Map<string, 'failed' | 'late'> = new Map(),
): Promise<void> {
  if (rows.length === 0) return
  const views = await viewAll(
    tx.db,
    rows.map((row) => ({ ...row, active_at: tx.at, version: row.version + 1 })),
  )
  const [over, others] = [true, false].map((is) => views.filter((view) => isOver(view) === is))
  await touch(tx, over!, { state: 'ended' })
  await touch(tx, others!, {})
  const senders = new Map(rows.map((row) => [row.id, row.sender_id]))
  for (const view of views) {
    const state = isOver(view) ? ('ended' as const) : view.state
    tell(tx, 'scheduled.updated', senders.get(view.id)!, { ...view, state }, actorId, alerts.get(view.id))
  }
}

async function touch(tx: Tx, views: ScheduledView[], more: { state?: 'ended' }): Promise<void> {
  if (views.length === 0) return
  await tx.db
    .updateTable('scheduled_messages')
    .set((is) => ({ active_at: tx.at, version: is('version', '+', 1), ...more }))
    .where(
      'id',
      'in',
      views.map((view) => view.id),
    )
    .execute()
}

const isOver = ({ state, recipients }: ScheduledView) =>
  (state === 'active' || state === 'paused') && !recipients.some(isPending)
