import type { Tx } from '../db/commit.ts'
import { insertAll } from '../db/insert.ts'
import { newId } from '../id.ts'
import type { Recipient } from './recipients.ts'
import type { Occurrence, Scheduled } from './scheduled.ts'
import { firstOf, nextOf, type Plan, readPlan } from './when/plan.ts'

const untried = { barred: 0, attempts: 0, reason: null, chat_id: null, message_id: null, is_last: 1 } as const

/** The first occurrence for each recipient. A number that is nobody's yet waits. */
export async function planFirst(
  tx: Tx,
  { id, sender_id, plan }: Scheduled,
  recipients: Recipient[],
): Promise<Occurrence[]> {
  const settled = readPlan(plan)
  const rows = recipients.map((recipient): Occurrence => {
    const due_at = firstAhead(settled, recipient.zone, tx.at)
    const waits = recipient.to_user_id === null && recipient.to_chat_id === null
    const state = waits ? 'waiting' : 'planned'
    const next_at = waits ? null : due_at
    return {
      id: newId(),
      scheduled_id: id,
      ...recipient,
      ...untried,
      n: 1,
      sender_id,
      due_at,
      next_at,
      state,
      state_at: tx.at,
    }
  })
  await insertAll(tx.db, 'occurrences', rows)
  return rows
}

/** The first hour for a recipient. Where his clocks are past it already, and it recurs, the next one. */
export function firstAhead(plan: Plan, zone: string | null, now: number): number {
  const first = firstOf(plan, zone)
  return first < now ? (nextOf(plan, now, zone) ?? first) : first
}

/**
 * After these have come to their end, the next of each, if there is one. What would have come while nothing ran is
 * not made up for: the next lies ahead. Answers those that were planned.
 */
export async function planNext(tx: Tx, ended: { row: Occurrence; of: Scheduled }[]): Promise<Occurrence[]> {
  const next = ended.flatMap(({ row, of }): Occurrence[] => {
    if (of.state === 'cancelled') return []
    const due_at = nextOf(readPlan(of.plan), Math.max(row.due_at, tx.at), row.zone)
    if (due_at === undefined) return []
    const next_at = of.state === 'paused' ? null : due_at
    return [
      { ...row, ...untried, id: newId(), n: row.n + 1, due_at, next_at, state: 'planned', state_at: tx.at },
    ]
  })
  if (next.length === 0) return next
  const before = new Set(next.map((one) => `${one.scheduled_id} ${one.recipient}`))
  const outdated = ended.filter(({ row }) => before.has(`${row.scheduled_id} ${row.recipient}`))
  await tx.db
    .updateTable('occurrences')
    .set({ is_last: 0 })
    .where(
      'id',
      'in',
      outdated.map(({ row }) => row.id),
    )
    .execute()
  await insertAll(tx.db, 'occurrences', next)
  return next
}
