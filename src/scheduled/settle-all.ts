import type { Expression, ExpressionBuilder } from 'kysely'
import type { Tx } from '../db/commit.ts'
import type { Schema } from '../db/schema.ts'
import { announce, conclude } from './announce.ts'
import type { Outcome } from './deliver.ts'
import { planNext } from './plan-occurrences.ts'
import { isPending, type Occurrence, type Scheduled, viewAll } from './scheduled.ts'
import { tell } from './tell.ts'

/** Who cannot be reached now, is not written to again by the same message. */
const endsForGood = ({ state, row }: Outcome) =>
  state === 'blocked' || (state === 'failed' && row.to_chat_id !== null)

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
  await moveOn(tx, [...scheduled.values()])
}

/** The outcomes go by state and reason, which few of them differ in. */
async function store(tx: Tx, outcomes: Outcome[]): Promise<void> {
  const alike = Map.groupBy(outcomes, ({ state, reason }) => `${state} ${reason}`)
  for (const same of alike.values()) {
    const [{ state, reason }] = same as [Outcome]
    const arrived = same.filter((one) => one.chatId !== undefined)
    await tx.db
      .updateTable('occurrences')
      .set({ state, reason, state_at: tx.at, next_at: null })
      .$if(arrived.length > 0, (q) =>
        q.set((is) => ({
          chat_id: each(is, arrived, 'chatId'),
          message_id: each(is, arrived, 'messageId'),
        })),
      )
      .where(
        'id',
        'in',
        same.map(({ row }) => row.id),
      )
      .execute()
  }
}

/** A value for each row, chosen by its id. */
function each(
  is: ExpressionBuilder<Schema, 'occurrences'>,
  arrived: Outcome[],
  key: 'chatId' | 'messageId',
): Expression<string | null> {
  let chosen = is.case('id').when(arrived[0]!.row.id).then(is.val(arrived[0]![key]!))
  for (const one of arrived.slice(1)) chosen = chosen.when(one.row.id).then(is.val(one[key]!))
  return chosen.else(null).end()
}

/** What nothing more will come of has ended. Every sender hears how it stands. */
export async function moveOn(tx: Tx, rows: Scheduled[], actorId: string | null = null): Promise<void> {
  if (rows.length === 0) return
  const ids = rows.map((row) => row.id)
  await tx.db
    .updateTable('scheduled_messages')
    .set((is) => ({ active_at: tx.at, version: is('version', '+', 1) }))
    .where('id', 'in', ids)
    .execute()
  const views = await viewAll(
    tx.db,
    rows.map((row) => ({ ...row, active_at: tx.at, version: row.version + 1 })),
  )
  const over = views.filter((one) => isOver(one.state, one.recipients))
  if (over.length > 0)
    await tx.db
      .updateTable('scheduled_messages')
      .set({ state: 'ended' })
      .where(
        'id',
        'in',
        over.map((one) => one.id),
      )
      .execute()
  const ended = new Set(over)
  const senders = new Map(rows.map((row) => [row.id, row.sender_id]))
  for (const view of views) {
    const state = ended.has(view) ? ('ended' as const) : view.state
    tell(tx, 'scheduled.updated', senders.get(view.id)!, { ...view, state }, actorId)
  }
}

const isOver = (state: Scheduled['state'], newest: Pick<Occurrence, 'state'>[]) =>
  (state === 'active' || state === 'paused') && !newest.some(isPending)
