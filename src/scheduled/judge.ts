import type { Tx } from '../db/commit.ts'
import { unreachable } from '../messages/reach.ts'
import type { Outcome } from './deliver.ts'
import type { Occurrence, Scheduled } from './scheduled.ts'

export interface Due {
  row: Occurrence
  of: Scheduled
}

/** Divides what is due into what is to be sent now, and what is not, with the reason. */
export async function judge(tx: Tx, all: Due[]): Promise<{ due: Due[]; settled: Outcome[] }> {
  const active = await activeAmong(tx, [...new Set(all.map(({ row }) => row.sender_id))])
  const due: Due[] = []
  const settled: Outcome[] = []
  for (const one of all) {
    const outcome = refused(one, active) ?? tooLate(tx.at, one)
    if (outcome) settled.push(outcome)
    else due.push(one)
  }
  return { due, settled }
}

async function activeAmong(tx: Tx, userIds: string[]): Promise<Set<string>> {
  const rows = await tx.db
    .selectFrom('users')
    .select('id')
    .where('id', 'in', userIds)
    .where('state', '=', 'active')
    .execute()
  return new Set(rows.map((row) => row.id))
}

function refused(one: Due, active: Set<string>): Outcome | undefined {
  if (!active.has(one.row.sender_id))
    return { ...one, state: 'failed', reason: 'Your account was closed at that hour' }
  if (one.row.barred === 1) return { ...one, state: 'blocked', reason: unreachable().message }
  return undefined
}

/** What was begun in time is not late, however often it had to be tried. */
function tooLate(now: number, { row, of }: Due): Outcome | undefined {
  const isLate = row.attempts === 0 && now - row.next_at! > of.late_after_ms
  if (!isLate || of.late === 'send') return undefined
  if (of.late === 'skip') return { row, of, state: 'skipped', reason: 'It was too late by then' }
  return { row, of, state: 'asking', reason: 'It is late: shall it still be sent?' }
}
