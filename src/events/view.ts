import type { Kysely } from 'kysely'
import type { Schema } from '../db/schema.ts'
import { toPage, z } from '../http/schemas.ts'
import { Counts, countsOf, type Event, EventInfo, findEvent, toEventInfo } from './event.ts'
import { answers } from './guests.ts'

/** An event as somebody sees it. */
export const EventView = EventInfo.extend({
  counts: Counts.openapi({ description: 'How many have answered what' }),
  answer: z.enum(answers).nullable().openapi({ description: 'Mine; null: I am not among the guests' }),
  reminders: z.array(z.number().int()).openapi({ description: 'Minutes before it begins' }),
}).openapi('Event')

export type EventView = z.infer<typeof EventView>

/** One event. @throws Problem not_found, also for what is not for the user; null is anybody */
export async function viewEvent(
  db: Kysely<Schema>,
  userId: string | null,
  eventId: string,
): Promise<EventView> {
  return toView(db, userId, await findEvent(db, userId, eventId))
}

export async function toView(db: Kysely<Schema>, userId: string | null, event: Event): Promise<EventView> {
  const [view] = await viewAll(db, userId, [event])
  return view!
}

/** Any number of events in as many queries as one. */
async function viewAll(db: Kysely<Schema>, userId: string | null, events: Event[]): Promise<EventView[]> {
  const ids = events.map((event) => event.id)
  const counts = await countsOf(db, ids)
  const mine = await answersOf(db, userId, ids)
  const reminders = await remindersOf(db, userId, ids)
  return events.map((event) => ({
    ...toEventInfo(event),
    counts: counts.get(event.id)!,
    answer: mine.get(event.id) ?? null,
    reminders: (reminders.get(event.id) ?? []).map((row) => row.minutes_before),
  }))
}

/** What somebody has answered to each of these events. */
export async function answersOf(db: Kysely<Schema>, userId: string | null, eventIds: string[]) {
  if (userId === null || eventIds.length === 0) return new Map<string, (typeof answers)[number]>()
  const rows = await db
    .selectFrom('event_guests')
    .select(['event_id', 'answer'])
    .where('user_id', '=', userId)
    .where('event_id', 'in', eventIds)
    .execute()
  return new Map(rows.map(({ event_id, answer }) => [event_id, answer]))
}

async function remindersOf(db: Kysely<Schema>, userId: string | null, eventIds: string[]) {
  if (userId === null || eventIds.length === 0)
    return new Map<string, { event_id: string; minutes_before: number }[]>()
  const rows = await db
    .selectFrom('event_reminders')
    .select(['event_id', 'minutes_before'])
    .where('user_id', '=', userId)
    .where('event_id', 'in', eventIds)
    .orderBy('minutes_before')
    .execute()
  return Map.groupBy(rows, (row) => row.event_id)
}

/** The chats that somebody is in. */
export function chatsOf(db: Kysely<Schema>, userId: string) {
  return db.selectFrom('members').select('chat_id').where('user_id', '=', userId)
}

/** What is for everybody, and he organizes it or is a guest of it. */
export function publicOf(db: Kysely<Schema>, userId: string) {
  const guest = db.selectFrom('event_guests').select('event_id').where('user_id', '=', userId)
  return db
    .selectFrom('events as own')
    .select('own.id')
    .where('own.chat_id', 'is', null)
    .where((is) => is.or([is('own.organizer_id', '=', userId), is('own.id', 'in', guest)]))
}

/** The events that concern me: those of whose changes the log tells me. By id, so the latest made come last. */
export async function listMine(
  db: Kysely<Schema>,
  userId: string,
  { after = '', limit }: { after?: string | undefined; limit: number },
) {
  const rows = await db
    .selectFrom('events')
    .selectAll()
    .where((is) => is.or([is('chat_id', 'in', chatsOf(db, userId)), is('id', 'in', publicOf(db, userId))]))
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit + 1)
    .execute()
  const page = toPage(
    rows,
    limit,
    (row) => row,
    (row) => row.id,
  )
  return { items: await viewAll(db, userId, page.items), next: page.next }
}
