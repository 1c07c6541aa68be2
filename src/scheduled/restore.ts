import type { Tx } from '../db/commit.ts'
import type { Future } from './future.ts'
import { planFirst } from './plan-occurrences.ts'
import { findRecipients, type To } from './recipients.ts'
import { settle } from './when/plan.ts'

export interface Restored {
  id: string
  senderId: string
  text: string
  to: To
  /** When it arrives, UTC milliseconds. */
  at: number
}

const HOUR_MS = 3_600_000

/**
 * Takes over a message that was written to the future on another server: as `writeToFuture`, but it is told to nobody,
 * since nobody writes it now. @throws Problem invalid for a time that cannot be; not_found, forbidden, as there
 */
export async function restoreScheduled(
  tx: Tx,
  { id, senderId, text, to, at }: Restored,
  country: string,
  future: Future,
): Promise<void> {
  const recipients = await findRecipients(tx.db, senderId, [to], country)
  const when = { at }
  const plan = settle(when, { now: tx.at, zone: null, ...future })
  const row = {
    id,
    sender_id: senderId,
    text,
    asked: JSON.stringify(when),
    plan: JSON.stringify(plan),
    hides_time: 0,
    late: 'send' as const,
    late_after_ms: HOUR_MS,
    secrecy: 'announced' as const,
    returns_id: null,
    state: 'active' as const,
    version: 1,
    created_at: tx.at,
    active_at: tx.at,
  }
  await tx.db.insertInto('scheduled_messages').values(row).execute()
  await planFirst(tx, row, recipients)
}
