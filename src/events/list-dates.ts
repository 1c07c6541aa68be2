import type { Kysely } from 'kysely'
import type { Db } from '../db/open.ts'
import type { Schema } from '../db/schema.ts'
import { toPage, z } from '../http/schemas.ts'
import { Problem } from '../problem.ts'
import { readClockTimes } from './clock-time.ts'
import { type Changes, typedFor } from './dates.ts'
import { countsOf, type Event, EventInfo } from './event.ts'
import { LONGEST_MS } from './span.ts'
import { answersOf, chatsOf, EventView, publicOf } from './view.ts'

/** One date of an event, with what is different on it. */
export const EventDate = EventInfo.pick({
  organizer_id: true,
  chat_id: true,
  own_chat_id: true,
  title: true,
  description: true,
  venue: true,
  address: true,
  date: true,
  end_date: true,
  time: true,
  zone: true,
  all_day: true,
  starts_at: true,
  ends_at: true,
  capacity: true,
  state: true,
})
  .extend({
    event_id: z.string(),
    original_date: z.string().openapi({ description: 'The day by which this date of the event is known' }),
    recurs: z.boolean(),
    is_changed: z.boolean().openapi({ description: 'It is different from the other dates' }),
    counts: EventView.shape.counts,
    answer: EventView.shape.answer,
  })
  .openapi('EventDate')

export const scopes = ['all', 'mine'] as const

/** Which dates are asked for. */
export interface Wanted {
  /** In the order in which they come; or what is over, the latest first. */
  when: 'upcoming' | 'past'
  /** A window instead, UTC milliseconds: what goes on at some moment of it, in the order in which it begins. */
  from?: number | undefined
  to?: number | undefined
  /** Only what I organize or have answered, and what is for my chats. */
  scope: (typeof scopes)[number]
  chat?: string | undefined
  event?: string | undefined
  after?: string | undefined
  limit: number
}

type Row = Event & {
  date_id: string
  original: string
  date_starts: number
  date_ends: number | null
  changes: string | null
}

/** The dates of all events that somebody may see; null is anybody. @throws Problem invalid */
export async function listDates(
  { reader }: Pick<Db, 'reader'>,
  userId: string | null,
  now: number,
  wanted: Wanted,
) {
  const backwards = wanted.when === 'past' && wanted.from === undefined && wanted.to === undefined
  const direction = backwards ? 'desc' : 'asc'
  const { event, chat, limit } = wanted
  const rows = (await within(visibleTo(reader, userId, wanted.scope), wanted, now, backwards)
    .$if(event !== undefined, (query) => query.where('events.id', '=', event!))
    .$if(chat !== undefined, (query) => query.where('events.chat_id', '=', chat!))
    .orderBy('event_dates.starts_at', direction)
    .orderBy('event_dates.id', direction)
    .limit(limit + 1)
    .execute()) as Row[]
  const page = toPage(
    rows,
    limit,
    (row) => row,
    (row) => `${row.date_starts}.${row.date_id}`,
  )
  const ids = [...new Set(page.items.map((row) => row.id))]
  const counts = await countsOf(reader, ids)
  const mine = await answersOf(reader, userId, ids)
  const items = page.items.map((row) => ({
    ...toEventDate(row),
    counts: counts.get(row.id)!,
    answer: mine.get(row.id) ?? null,
  }))
  return { items, next: page.next }
}

function visibleTo(db: Kysely<Schema>, userId: string | null, scope: Wanted['scope']) {
  return db
    .selectFrom('event_dates')
    .innerJoin('events', 'events.id', 'event_dates.event_id')
    .selectAll('events')
    .select(['event_dates.id as date_id', 'event_dates.date as original', 'event_dates.changes'])
    .select(['event_dates.starts_at as date_starts', 'event_dates.ends_at as date_ends'])
    .where((is) => {
      if (userId === null) return is('events.chat_id', 'is', null)
      const others =
        scope === 'all' ? is('events.chat_id', 'is', null) : is('events.id', 'in', publicOf(db, userId))
      return is.or([others, is('events.chat_id', 'in', chatsOf(db, userId))])
    })
}

type Query = ReturnType<typeof visibleTo>

function within(query: Query, { from, to, after }: Wanted, now: number, backwards: boolean): Query {
  const key = after === undefined ? undefined : readKey(after)
  const beyond = backwards ? '<' : '>'
  const begin = from ?? now
  return query
    .$if(backwards, (q) => q.where('event_dates.over_at', '<=', now))
    .$if(!backwards && (from !== undefined || to === undefined), (q) =>
      q.where('event_dates.over_at', '>', begin).where('event_dates.starts_at', '>', begin - LONGEST_MS),
    )
    .$if(to !== undefined, (q) => q.where('event_dates.starts_at', '<', to!))
    .$if(key !== undefined, (q) =>
      q.where((is) =>
        is.or([
          is('event_dates.starts_at', beyond, key!.startsAt),
          is.and([is('event_dates.starts_at', '=', key!.startsAt), is('event_dates.id', beyond, key!.id)]),
        ]),
      ),
    )
}

function readKey(key: string): { startsAt: number; id: string } {
  const parts = /^(-?\d{1,15})\.([0-9a-f-]{36})$/.exec(key)
  if (!parts) throw new Problem('invalid', 'query.after: must be what an earlier page gave as `next`')
  return { startsAt: Number(parts[1]), id: parts[2]! }
}

function toEventDate(row: Row) {
  const changes = row.changes === null ? {} : (JSON.parse(row.changes) as Changes)
  const typed = typedFor(row, row.original, changes)
  const { title, description, venue, address } = { ...row, ...changes }
  const { organizer_id, chat_id, own_chat_id, capacity, state } = row
  return {
    event_id: row.id,
    original_date: row.original,
    recurs: row.plan !== null,
    is_changed: row.changes !== null,
    ...{ organizer_id, chat_id, own_chat_id, title, description, venue, address, capacity, state },
    ...typed,
    all_day: readClockTimes(typed.time) === undefined,
    starts_at: row.date_starts,
    ends_at: row.date_ends,
  }
}
