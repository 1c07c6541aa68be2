import { day } from '../clock.ts'
import type { Tx } from '../db/commit.ts'

/** So long it can be looked up what came of something. */
const KEPT_MS = day
/** What failed is kept for whoever looks after the server. */
const FAILED_KEPT_MS = 30 * day

/** Forgets what nothing more comes of; what waited in a channel that is off, too, when it has expired. */
export async function forgetSettled({ db, at }: Tx): Promise<void> {
  await db
    .deleteFrom('outbox')
    .where('state', 'in', ['sent', 'replaced', 'skipped', 'gone'])
    .where('settled_at', '<', at - KEPT_MS)
    .execute()
  await db
    .deleteFrom('outbox')
    .where('state', 'in', ['expired', 'refused'])
    .where('settled_at', '<', at - FAILED_KEPT_MS)
    .execute()
  await db
    .deleteFrom('outbox')
    .where('state', '=', 'waiting')
    .where('due_at', '<', at - KEPT_MS)
    .where('expires_at', '<', at)
    .execute()
}

/** Somebody goes: nothing is sent to him any more. */
export async function dropOutbox({ db }: Pick<Tx, 'db'>, userId: string): Promise<void> {
  await db.deleteFrom('outbox').where('user_id', '=', userId).execute()
}
