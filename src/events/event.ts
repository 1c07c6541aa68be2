import type { Kysely, Selectable } from 'kysely'
import { findMember } from '../chats/chat.ts'
import type { Tx } from '../db/commit.ts'
import { lock } from '../db/dialect.ts'
import type { EventRow, GuestAnswer, Schema } from '../db/schema.ts'
import { time, version, z } from '../http/schemas.ts'
import { chatStream } from '../log/entry.ts'
import { notFound, Problem } from '../problem.ts'
import { repeatOf } from './times.ts'

export type Event = Selectable<EventRow>

const many = z.number().int()

export const Counts = z.object({ yes: many, waiting: many, maybe: many, no: many, invited: many })
export type Counts = z.infer<typeof Counts>

/** What everybody who sees an event sees alike; this is what the log says of it. */
export const EventInfo = z.object({
  id: z.string(),
  organizer_id: z.string(),
  chat_id: z
    .string()
    .nullable()
    .openapi({ description: 'Whose members it is for; null: for everybody, also without a login' }),
  own_chat_id: z.string().nullable().openapi({ description: 'The chat of those who come, if there is one' }),
  title: z.string(),
  description: z.string(),
  venue: z.string(),
  address: z.string(),
  date: z.string().openapi({ example: '2027-07-14' }),
  end_date: z.string().nullable(),
  time: z.string().openapi({ example: '7:30 - 10pm', description: 'As it was typed' }),
  zone: z.string(),
  all_day: z.boolean().openapi({ description: 'No hour is known: none was typed, or none that can be read' }),
  starts_at: time.openapi({ description: 'Of the first date' }),
  ends_at: time.nullable().openapi({ description: 'Exclusive; null where nobody has said' }),
  repeat: z
    .object({ rule: z.string(), except: z.array(z.string()) })
    .nullable()
    .openapi({ description: 'An RRULE of RFC 5545, and dates that are left out' }),
  capacity: z.number().int().nullable(),
  state: z.enum(['planned', 'cancelled']),
  sequence: z.number().int().openapi({ description: 'SEQUENCE of RFC 5545: which revision it is' }),
  created_at: time,
  updated_at: time,
  version,
})

export type EventInfo = z.infer<typeof EventInfo>

export function toEventInfo({ all_day, plan, planned_until: _, ...event }: Event): EventInfo {
  return { ...event, all_day: all_day === 1, repeat: repeatOf(plan) ?? null }
}

/** Where what happens to an event is said: to the members of its chat, or to the organizer and the guests. */
export function homeOf({ id, chat_id }: Pick<Event, 'id' | 'chat_id'>): string {
  return chat_id === null ? `event:${id}` : chatStream(chat_id)
}

/** @throws Problem not_found, also when it is for the members of a chat that the user is not in; null is anybody */
export async function findEvent(db: Kysely<Schema>, userId: string | null, eventId: string): Promise<Event> {
  const event = await db.selectFrom('events').selectAll().where('id', '=', eventId).executeTakeFirst()
  return seen(db, userId, event)
}

/** The same, and nobody changes it or its guests before this transaction ends. @throws Problem not_found */
export async function lockEvent(tx: Tx, userId: string, eventId: string): Promise<Event> {
  const query = tx.db.selectFrom('events').selectAll().where('id', '=', eventId)
  return seen(tx.db, userId, await lock(tx.dialect, query).executeTakeFirst())
}

async function seen(db: Kysely<Schema>, userId: string | null, event: Event | undefined): Promise<Event> {
  if (!event) throw notFound('event')
  if (event.chat_id === null) return event
  const member = userId === null ? undefined : await findMember(db, event.chat_id, userId)
  if (!member) throw notFound('event')
  return event
}

/**
 * An event that the user may change: he organizes it, or is an admin of its chat; what is public, an admin of the server
 * may. @throws Problem not_found, forbidden
 */
export async function lockManaged(tx: Tx, userId: string, eventId: string): Promise<Event> {
  const event = await lockEvent(tx, userId, eventId)
  if (!(await manages(tx.db, userId, event)))
    throw new Problem('forbidden', 'Only who organizes this event may do this')
  return event
}

async function manages(db: Kysely<Schema>, userId: string, event: Event): Promise<boolean> {
  if (event.organizer_id === userId) return true
  if (event.chat_id !== null)
    return ((await findMember(db, event.chat_id, userId))?.role ?? 'member') !== 'member'
  const user = await db.selectFrom('users').select('is_admin').where('id', '=', userId).executeTakeFirst()
  return user?.is_admin === 1
}

/** @throws Problem conflict for what is cancelled */
export function requirePlanned({ state }: Event): void {
  if (state === 'cancelled') throw new Problem('conflict', 'This event is cancelled')
}

/** How many have answered what, for each of these events. */
export async function countsOf(db: Kysely<Schema>, eventIds: string[]): Promise<Map<string, Counts>> {
  const counts = new Map(
    eventIds.map((id): [string, Counts] => [id, { yes: 0, waiting: 0, maybe: 0, no: 0, invited: 0 }]),
  )
  if (eventIds.length === 0) return counts
  const rows = await db
    .selectFrom('event_guests')
    .select(['event_id', 'answer', ({ fn }) => fn.countAll<number>().as('many')])
    .where('event_id', 'in', eventIds)
    .groupBy(['event_id', 'answer'])
    .execute()
  for (const { event_id, answer, many } of rows) counts.get(event_id)![answer as GuestAnswer] = Number(many)
  return counts
}
