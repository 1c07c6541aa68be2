import type { Tx } from '../db/commit.ts'
import { lockFree } from '../db/dialect.ts'
import type { OccurrenceState } from '../db/schema.ts'
import { mediaOf, messageHolder, scheduledHolder } from '../media/attach.ts'
import type { Message } from '../messages/message.ts'
import { copyPostcards } from '../messages/postcard.ts'
import { sendAll } from '../messages/send.ts'
import { Problem } from '../problem.ts'
import { type Arrival, findPlaces } from './find-places.ts'
import { judge } from './judge.ts'
import { returnAll } from './return-message.ts'
import { type Occurrence, type Scheduled, scheduledOfAll } from './scheduled.ts'
import { settleAll } from './settle-all.ts'

/** The steps of a delivery, for tests that let the process die between any two. */
export type Step = 'claimed' | 'judged' | 'placed' | 'sent' | 'settled'
export type AtStep = (step: Step) => void

/** What came of an occurrence: where it arrived, or why it did not. */
export interface Outcome {
  row: Occurrence
  of: Scheduled
  state: OccurrenceState
  reason: string | null
  chatId?: string
  messageId?: string
}

/**
 * Delivers what is due, up to so many. The claim, the messages and their entries are one transaction, so that whatever
 * breaks off has not happened. Answers how many were dealt with.
 */
export async function deliverDue(tx: Tx, most: number, step: AtStep = () => {}): Promise<number> {
  const due = tx.db.selectFrom('occurrences').selectAll().where('next_at', '<=', tx.at)
  const rows = await lockFree(tx.dialect, due.orderBy('next_at').orderBy('id').limit(most)).execute()
  await deliver(tx, rows, step)
  return rows.length
}

/** The same for a single one, if it is still due and nobody else has it. */
export async function deliverOne(tx: Tx, id: string): Promise<void> {
  const query = tx.db.selectFrom('occurrences').selectAll().where('id', '=', id)
  await deliver(tx, await lockFree(tx.dialect, query.where('next_at', '<=', tx.at)).execute())
}

async function deliver(tx: Tx, rows: Occurrence[], step: AtStep = () => {}): Promise<void> {
  if (rows.length === 0) return
  step('claimed')
  const scheduled = await scheduledOfAll(tx, rows)
  const { due, settled } = await judge(
    tx,
    rows.map((row) => ({ row, of: scheduled.get(row.scheduled_id)! })),
  )
  step('judged')
  const { arrivals, lost } = await findPlaces(
    tx,
    due.filter(({ of }) => of.returns_id === null),
  )
  step('placed')
  const sent = await send(tx, arrivals)
  const returned = await returnAll(
    tx,
    due.filter(({ of }) => of.returns_id !== null),
  )
  step('sent')
  await settleAll(tx, [...settled, ...lost, ...sent, ...returned])
  step('settled')
}

async function send(tx: Tx, arrivals: Arrival[]): Promise<Outcome[]> {
  if (arrivals.length === 0) return []
  const holders = arrivals.map(({ of }) => scheduledHolder(of.id))
  const media = await mediaOf(tx.db, [...new Set(holders)])
  const drafts = arrivals.map(({ row, of, chatId }) => ({
    actor: { id: row.sender_id },
    chatId,
    text: of.text,
    mediaIds: (media.get(scheduledHolder(of.id)) ?? []).map((one) => one.id),
    replyToId: null,
    clientId: null,
    written: { id: row.id, at: of.created_at },
  }))
  const sent = await sendAll(tx, drafts)
  await copyPostcards(
    tx,
    arrivals
      .filter((_, i) => !(sent[i] instanceof Problem))
      .map(({ row, of }) => [scheduledHolder(of.id), messageHolder(row.id)]),
  )
  return arrivals.map((arrival, i) => toOutcome(arrival, sent[i]!))
}

function toOutcome({ row, of }: Arrival, sent: Message | Problem): Outcome {
  if (!(sent instanceof Problem))
    return { row, of, state: 'delivered', reason: null, chatId: sent.chat_id, messageId: sent.id }
  // The reason is the same whoever of the two blocks the other.
  const state = sent.code === 'forbidden' ? 'blocked' : 'failed'
  return { row, of, state, reason: sent.message }
}
