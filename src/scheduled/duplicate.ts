import type { Config } from '../config.ts'
import type { Tx } from '../db/commit.ts'
import type { Actor } from '../http/house.ts'
import { mediaOf, scheduledHolder } from '../media/attach.ts'
import { Problem } from '../problem.ts'
import type { Future } from './future.ts'
import type { To } from './recipients.ts'
import { newestOf, type Occurrence, type ScheduledView, scheduledOf } from './scheduled.ts'
import type { When } from './when/when.ts'
import { writeToFuture } from './write.ts'

/** Writes the same to the same people once more, for another hour. @throws Problem as writing does */
export async function duplicate(
  tx: Tx,
  actor: Actor,
  id: string,
  when: When | undefined,
  config: Config,
  future: Future,
): Promise<ScheduledView> {
  const row = await scheduledOf(tx.db, actor.id, id)
  if (row.returns_id !== null) throw new Problem('conflict', 'What comes back to you cannot be doubled')
  const newest = (await newestOf(tx.db, [id])).get(id)!
  const holder = scheduledHolder(id)
  const draft = {
    to: newest.map(toOf),
    text: row.text,
    mediaIds: ((await mediaOf(tx.db, [holder])).get(holder) ?? []).map((one) => one.id),
    when: when ?? (JSON.parse(row.asked) as When),
    late: row.late,
    lateAfter: row.late_after_ms,
    secrecy: row.secrecy,
  }
  return writeToFuture(tx, actor, draft, config, future)
}

function toOf({ to_phone, to_chat_id, to_user_id }: Occurrence): To {
  if (to_phone !== null) return { phone: to_phone }
  return to_chat_id === null ? { user_id: to_user_id! } : { chat_id: to_chat_id }
}
