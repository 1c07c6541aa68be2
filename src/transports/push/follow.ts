import type { Tx } from '../../db/commit.ts'
import { lockFree } from '../../db/dialect.ts'
import type { EntryRow } from '../../db/schema.ts'
import { enqueueAll } from '../../outbox/enqueue.ts'
import type { Awake } from './awake.ts'
import { dropDevicesOf } from './devices.ts'
import { gather } from './gather.ts'
import type { Reading } from './send.ts'
import { type Alerting, WORTH_MS } from './told.ts'

const MOST_PER_STEP = 500
const CURSOR = 'pushed'

type Heard = Pick<EntryRow, 'seq' | 'stream' | 'kind' | 'actor_id' | 'at' | 'alert'>

/**
 * Tells those who are away what the log has said since the last time: puts it into the outbox, in the transaction in
 * which the cursor moves on. Answers whether more is left. One process at a time does it.
 */
export async function followStep(tx: Tx, awake: Awake, reading: Reading): Promise<boolean> {
  const after = await takeCursor(tx)
  if (after === undefined || (await passOver(tx))) return false
  const entries = await readOn(tx, after)
  const last = entries.at(-1)
  if (!last) return false
  await dropDevicesOf(tx, await sessionsThatEnded(tx, entries))
  await enqueueAll(tx, await gather(tx, alertsOf(entries, tx.at - WORTH_MS), awake, reading))
  await moveCursor(tx, last.seq)
  return entries.length === MOST_PER_STEP
}

async function takeCursor(tx: Tx): Promise<number | undefined> {
  const query = tx.db.selectFrom('counters').select('value').where('name', '=', CURSOR)
  return (await lockFree(tx.dialect, query).executeTakeFirst())?.value
}

async function moveCursor({ db }: Tx, value: number): Promise<void> {
  await db.updateTable('counters').set({ value }).where('name', '=', CURSOR).execute()
}

/** Where nobody has a device, all that was said so far is told to nobody. */
async function passOver(tx: Tx): Promise<boolean> {
  // The head first: whoever registers after this look has missed nothing.
  const { seq } = await tx.db
    .selectFrom('log_head')
    .select('seq')
    .where('id', '=', 1)
    .executeTakeFirstOrThrow()
  if (await tx.db.selectFrom('devices').select('id').limit(1).executeTakeFirst()) return false
  await moveCursor(tx, seq)
  return true
}

function readOn({ db }: Tx, after: number): Promise<Heard[]> {
  return db
    .selectFrom('entries')
    .select(['seq', 'stream', 'kind', 'actor_id', 'at', 'alert'])
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(MOST_PER_STEP)
    .execute()
}

function alertsOf(entries: Heard[], since: number): Alerting[] {
  return entries.flatMap(({ alert, ...entry }) =>
    alert !== null && entry.at > since ? [{ ...entry, alert: JSON.parse(alert) as Alerting['alert'] }] : [],
  )
}

async function sessionsThatEnded({ db }: Tx, entries: Heard[]): Promise<string[]> {
  const seqs = entries.filter((entry) => entry.kind === 'session.revoked').map((entry) => entry.seq)
  if (seqs.length === 0) return []
  const rows = await db.selectFrom('entries').select('body').where('seq', 'in', seqs).execute()
  return rows.flatMap(
    ({ body }) => (JSON.parse(body) as { session_ids?: string[] } | null)?.session_ids ?? [],
  )
}
