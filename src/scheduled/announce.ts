import type { Kysely } from 'kysely'
import type { Tx } from '../db/commit.ts'
import type { Schema } from '../db/schema.ts'
import { time, z } from '../http/schemas.ts'
import { append } from '../log/append.ts'
import { chatStream, userStream } from '../log/entry.ts'
import { isPending, type Occurrence, type Scheduled, stillToCome } from './scheduled.ts'

/** What a recipient may know before the hour of something that is announced: from whom, and when. Nothing of what is in it. */
export const Announcement = z
  .object({
    id: z.string(),
    sender_id: z.string(),
    chat_id: z.string().nullable().openapi({ description: 'The group that it is for; null: for me alone' }),
    opens_at: time.nullable().openapi({ description: 'null: at a moment that nobody knows' }),
  })
  .openapi('Announcement')
export type Announcement = z.infer<typeof Announcement>

function toAnnouncement(row: Occurrence, hidesTime: number): Announcement {
  const opens_at = hidesTime === 1 ? null : row.due_at
  return { id: row.id, sender_id: row.sender_id, chat_id: row.to_chat_id, opens_at }
}

/** The stream of those who are to know of it; nobody for what comes back to its own writer. */
function streamOf({ to_user_id, to_chat_id, sender_id }: Occurrence): string | undefined {
  if (to_chat_id !== null) return chatStream(to_chat_id)
  return to_user_id === null || to_user_id === sender_id ? undefined : userStream(to_user_id)
}

/** Tells recipients that something will open for them, or that its hour is another now. What is sealed is not told. */
export async function announce(tx: Tx, scheduled: Scheduled, rows: Occurrence[]): Promise<void> {
  if (scheduled.secrecy !== 'announced') return
  for (const row of rows.filter((one) => isPending(one) && one.barred === 0)) {
    const stream = streamOf(row)
    const body = { announcement: toAnnouncement(row, scheduled.hides_time) }
    const alert = { key: 'announced', args: {}, collapse: `announced:${row.id}` }
    const what = { kind: 'scheduled.announced', actorId: row.sender_id, body, about: row.id, alert }
    if (stream) append(tx, { stream, ...what })
  }
}

/** Takes announcements back: it has arrived, or will not. */
export function conclude(tx: Tx, scheduled: Scheduled, rows: Occurrence[]): void {
  if (scheduled.secrecy !== 'announced') return
  for (const row of rows) {
    const stream = streamOf(row)
    const { chat_id, message_id } = row
    const body = { id: row.id, chat_id, message_id }
    if (stream)
      append(tx, { stream, kind: 'scheduled.concluded', actorId: row.sender_id, body, about: row.id })
  }
}

/** What is announced to somebody, the next to open first; at most 200. */
export async function listAnnounced(db: Kysely<Schema>, userId: string): Promise<Announcement[]> {
  const mine = db.selectFrom('members').select('chat_id').where('user_id', '=', userId)
  const rows = await db
    .selectFrom('occurrences')
    .innerJoin('scheduled_messages', 'scheduled_messages.id', 'occurrences.scheduled_id')
    .selectAll('occurrences')
    .select('scheduled_messages.hides_time')
    .where('scheduled_messages.secrecy', '=', 'announced')
    .where(stillToCome)
    .where('occurrences.barred', '=', 0)
    .where('occurrences.sender_id', '!=', userId)
    .where((is) => is.or([is('to_user_id', '=', userId), is('to_chat_id', 'in', mine)]))
    .orderBy('scheduled_messages.hides_time')
    .orderBy('due_at')
    .orderBy('occurrences.id')
    .limit(200)
    .execute()
  return rows.map(({ hides_time, ...row }) => toAnnouncement(row, hides_time))
}
