import { type Kysely, type Selectable, sql } from 'kysely'
import type { Tx } from '../db/commit.ts'
import { lock } from '../db/dialect.ts'
import type { OccurrenceRow, OccurrenceState, ScheduledMessageRow, Schema } from '../db/schema.ts'
import { time, version, z } from '../http/schemas.ts'
import { mediaOf, scheduledHolder } from '../media/attach.ts'
import { MediaInfo } from '../media/media.ts'
import { notFound } from '../problem.ts'

export type Scheduled = Selectable<ScheduledMessageRow>
export type Occurrence = Selectable<OccurrenceRow>

/** Something may still come of it. */
export const pending: OccurrenceState[] = ['planned', 'waiting', 'asking', 'delivering']
/** The same for a query, word for word as in the indexes that hold these alone. */
export const stillToCome = sql<boolean>`occurrences.state in ('planned', 'waiting', 'asking', 'delivering')`

const states = [...pending, 'delivered', 'skipped', 'failed', 'cancelled', 'blocked'] as const

/** One arrival at one recipient, as the sender sees it. */
export const OccurrenceView = z
  .object({
    id: z.string(),
    n: z.number().int().openapi({ description: 'The how manieth for this recipient: 1, 2, 3 …' }),
    to: z.object({
      user_id: z.string().optional(),
      chat_id: z.string().optional(),
      phone: z.string().optional(),
    }),
    state: z.enum(states as unknown as [OccurrenceState, ...OccurrenceState[]]).openapi({
      description:
        'waiting: for the number to be somebody’s; asking: late, and you decide; delivering: it failed, and is tried again',
    }),
    due_at: time.nullable().openapi({ description: 'null while it is kept from you, too' }),
    state_at: time,
    reason: z.string().nullable(),
    attempts: z.number().int(),
    chat_id: z.string().nullable().openapi({ description: 'Where it arrived' }),
    message_id: z.string().nullable(),
  })
  .openapi('Occurrence')

/** A message to the future, as its sender sees it. */
export const ScheduledView = z
  .object({
    id: z.string(),
    text: z.string(),
    media: z.array(MediaInfo),
    when: z.unknown().openapi({ description: 'As it was asked for' }),
    repeats: z.boolean(),
    late: z.enum(['send', 'skip', 'ask']),
    late_after: z.number().int().openapi({ description: 'Milliseconds' }),
    secrecy: z.enum(['sealed', 'announced']),
    returns: z.string().nullable().openapi({ description: 'The message that comes back to me' }),
    state: z.enum(['active', 'paused', 'ended', 'cancelled']),
    next_at: time.nullable(),
    recipients: z.array(OccurrenceView).openapi({ description: 'The newest occurrence of each recipient' }),
    created_at: time,
    active_at: time.openapi({ description: 'When something last became of it' }),
    version,
  })
  .openapi('Scheduled')

export type OccurrenceView = z.infer<typeof OccurrenceView>
export type ScheduledView = z.infer<typeof ScheduledView>

export const isPending = ({ state }: Pick<Occurrence, 'state'>) => pending.includes(state)

export function toOccurrence(row: Occurrence, hidesTime: boolean): OccurrenceView {
  const { id, n, state, state_at, reason, attempts, chat_id, message_id } = row
  const to = {
    ...(row.to_phone === null ? {} : { phone: row.to_phone }),
    ...(row.to_chat_id === null ? {} : { chat_id: row.to_chat_id }),
    // Whose a number is, the sender learns when his message has arrived, not before.
    ...(row.to_user_id === null || row.to_phone !== null ? {} : { user_id: row.to_user_id }),
  }
  const due_at = hidesTime && isPending(row) ? null : row.due_at
  return { id, n, to, state, due_at, state_at, reason, attempts, chat_id, message_id }
}

export function toScheduled(row: Scheduled, newest: Occurrence[], media: MediaInfo[]): ScheduledView {
  const recipients = newest.map((one) => toOccurrence(one, row.hides_time === 1))
  const times = recipients.flatMap((one) => (isPending(one) ? (one.due_at ?? []) : []))
  return {
    id: row.id,
    text: row.text,
    media,
    when: JSON.parse(row.asked),
    repeats: JSON.parse(row.plan).repeat !== undefined,
    late: row.late,
    late_after: row.late_after_ms,
    secrecy: row.secrecy,
    returns: row.returns_id,
    state: row.state,
    next_at: times.length > 0 ? Math.min(...times) : null,
    recipients,
    created_at: row.created_at,
    active_at: row.active_at,
    version: row.version,
  }
}

/** The newest occurrences of each of these, by the id of what was scheduled. */
export async function newestOf(db: Kysely<Schema>, ids: string[]): Promise<Map<string, Occurrence[]>> {
  const found = new Map<string, Occurrence[]>(ids.map((id) => [id, []]))
  if (ids.length === 0) return found
  const rows = await db
    .selectFrom('occurrences')
    .selectAll()
    .where('scheduled_id', 'in', ids)
    .where('is_last', '=', 1)
    .orderBy('id')
    .execute()
  for (const row of rows) found.get(row.scheduled_id)!.push(row)
  return found
}

export async function viewAll(db: Kysely<Schema>, rows: Scheduled[]): Promise<ScheduledView[]> {
  const newest = await newestOf(
    db,
    rows.map((row) => row.id),
  )
  const media = await mediaOf(
    db,
    rows.map((row) => scheduledHolder(row.id)),
  )
  return rows.map((row) => toScheduled(row, newest.get(row.id)!, media.get(scheduledHolder(row.id)) ?? []))
}

/** What I have written to the future, and nobody else's. @throws Problem not_found */
export async function scheduledOf(db: Kysely<Schema>, userId: string, id: string): Promise<Scheduled> {
  const row = await db
    .selectFrom('scheduled_messages')
    .selectAll()
    .where('id', '=', id)
    .where('sender_id', '=', userId)
    .executeTakeFirst()
  if (!row) throw notFound('scheduled message')
  return row
}

/** What these are occurrences of, by its id. */
export async function scheduledOfAll(tx: Tx, rows: Occurrence[]): Promise<Map<string, Scheduled>> {
  const ids = [...new Set(rows.map((row) => row.scheduled_id))]
  if (ids.length === 0) return new Map()
  const found = await tx.db.selectFrom('scheduled_messages').selectAll().where('id', 'in', ids).execute()
  return new Map(found.map((one) => [one.id, one]))
}

/**
 * The same with what still waits of it, and nobody delivers or changes it before I have. Occurrences first, as
 * delivering does; and once more, since a delivery that was waited for may have planned the next. @throws Problem not_found
 */
export async function lockScheduled(tx: Tx, userId: string, id: string) {
  await scheduledOf(tx.db, userId, id)
  await lockNewest(tx, id)
  await lock(tx.dialect, tx.db.selectFrom('scheduled_messages').select('id').where('id', '=', id)).execute()
  const newest = await lockNewest(tx, id)
  return { row: await scheduledOf(tx.db, userId, id), newest }
}

function lockNewest(tx: Tx, id: string): Promise<Occurrence[]> {
  const newest = tx.db.selectFrom('occurrences').selectAll().where('scheduled_id', '=', id)
  return lock(tx.dialect, newest.where('is_last', '=', 1).orderBy('id')).execute()
}
