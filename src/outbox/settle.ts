import { hour, minute, second } from '../clock.ts'
import type { Tx, Verb } from '../db/commit.ts'
import type { OutboxRow, OutboxState } from '../db/schema.ts'

/** What came of an attempt to send. `noted` is done in the transaction in which the outcome is written down. */
export type Outcome =
  | { result: 'sent'; noted?: Verb<void> }
  /** The address is dead: nobody will ever be reached there. */
  | { result: 'gone'; reason: string; noted?: Verb<void> }
  /** It may succeed another time; not before `afterMs`, if the other side said so. */
  | { result: 'later'; reason: string; afterMs?: number | undefined }
  /** Never, whatever one does. */
  | { result: 'refused'; reason: string }
  | { result: 'skipped' }
  | { result: 'expired' }

/** How long after each attempt that failed the next one is made. After the last it is given up. */
export const BACK_OFF_MS = [5 * second, minute, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour]
/** So that what failed together does not come back in the same instant. */
const JITTER = 0.2
const MOST_REASON = 300

/** Writes down what came of an attempt, if the row is still ours. Answers the state in which it is now. */
export async function settle(tx: Tx, row: OutboxRow, outcome: Outcome): Promise<OutboxState> {
  const change = await changeFor(tx, row, outcome)
  const changed = await tx.db
    .updateTable('outbox')
    .set(change)
    .where('id', '=', row.id)
    .where('state', '=', 'waiting')
    .where('tries', '=', row.tries)
    .executeTakeFirst()
  // Somebody else has taken it over, or it is there no more; what happened out there has happened nevertheless.
  if ('noted' in outcome) await outcome.noted?.(tx)
  if (changed.numUpdatedRows > 0n && change.state !== 'waiting') await dropEarlier(tx, row)
  return change.state
}

type Change = Partial<OutboxRow> & { state: OutboxState }

async function changeFor(tx: Tx, row: OutboxRow, outcome: Outcome): Promise<Change> {
  const reason = 'reason' in outcome ? outcome.reason.slice(0, MOST_REASON) : null
  if (outcome.result !== 'later') return ended(tx, outcome.result, reason ?? row.reason)
  if (await isReplaced(tx, row)) return ended(tx, 'replaced', reason)
  const delay = BACK_OFF_MS[row.tries - 1]
  if (delay === undefined) return ended(tx, 'refused', reason)
  const jittered = Math.max(delay, outcome.afterMs ?? 0) * (1 + JITTER * Math.random())
  const due_at = tx.at + Math.ceil(jittered)
  if (due_at >= row.expires_at) return ended(tx, 'expired', reason)
  return { state: 'waiting', due_at, leased_until: null, reason }
}

function ended({ at }: Tx, state: OutboxState, reason: string | null): Change {
  return { state, reason, settled_at: at, leased_until: null, body: 'null', unless: null }
}

async function isReplaced({ db }: Tx, row: OutboxRow): Promise<boolean> {
  if (row.collapse_key === null) return false
  const later = await db
    .selectFrom('outbox')
    .select('id')
    .where('recipient', '=', row.recipient)
    .where('collapse_key', '=', row.collapse_key)
    .where('channel', '=', row.channel)
    .where('state', '=', 'waiting')
    .where('id', '>', row.id)
    .executeTakeFirst()
  return later !== undefined
}

/** An earlier one that was left behind when its process ended has been told by this one. */
async function dropEarlier({ db }: Tx, row: OutboxRow): Promise<void> {
  if (row.collapse_key === null) return
  await db
    .deleteFrom('outbox')
    .where('recipient', '=', row.recipient)
    .where('collapse_key', '=', row.collapse_key)
    .where('channel', '=', row.channel)
    .where('state', '=', 'waiting')
    .where('id', '<', row.id)
    .execute()
}
