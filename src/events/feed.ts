import type { Kysely } from 'kysely'
import { day } from '../clock.ts'
import type { Tx } from '../db/commit.ts'
import type { Schema } from '../db/schema.ts'
import type { Actor, House } from '../http/house.ts'
import { digest, newSecret } from '../id.ts'
import { notFound } from '../problem.ts'
import { loadEvents, writeCalendar } from './calendar/calendar.ts'
import type { Event } from './event.ts'
import { chatsOf, publicOf } from './view.ts'

const SHOWN_BEHIND_MS = 90 * day
const MOST_SHOWN = 500

export const feedPath = (secret: string) => `/api/v1/calendars/${secret}.ics`

/**
 * Makes the address under which my calendar can be read without a login. It is told once: only a digest is kept. The one
 * from before is good no more.
 */
export async function openFeed(tx: Tx, actor: Actor): Promise<{ path: string; created_at: number }> {
  await closeFeed(tx, actor)
  const secret = newSecret(32)
  const row = { user_id: actor.id, digest: digest(secret), created_at: tx.at }
  await tx.db.insertInto('calendar_feeds').values(row).execute()
  return { path: feedPath(secret), created_at: tx.at }
}

/** From now on nobody reads my calendar by its address. */
export async function closeFeed({ db }: Tx, actor: Actor): Promise<void> {
  await db.deleteFrom('calendar_feeds').where('user_id', '=', actor.id).execute()
}

export async function feedOf(db: Kysely<Schema>, userId: string): Promise<{ created_at: number | null }> {
  const query = db.selectFrom('calendar_feeds').select('created_at').where('user_id', '=', userId)
  return { created_at: (await query.executeTakeFirst())?.created_at ?? null }
}

/** A calendar as calendars read it. Whoever has the same already is told so (RFC 9110, 13.1.2). */
export function calendarAnswer(text: string, request: Request): Response {
  const etag = `"${digest(text)}"`
  const headers = {
    'Content-Type': 'text/calendar; charset=utf-8',
    'Content-Disposition': 'inline; filename="calendar.ics"',
    'Cache-Control': 'private, no-cache',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    ETag: etag,
  }
  const isSame = request.headers.get('if-none-match')?.includes(etag)
  return isSame ? new Response(null, { status: 304, headers }) : new Response(text, { headers })
}

/** What somebody takes part in, or may, of the last three months and all that is to come. @throws Problem not_found */
export async function readFeed(house: House, secret: string): Promise<string> {
  const { db, config, clock } = house
  const owner = await db.reader
    .selectFrom('calendar_feeds')
    .innerJoin('users', 'users.id', 'calendar_feeds.user_id')
    .select(['users.id', 'users.name'])
    .where('digest', '=', digest(secret))
    .where('users.state', '=', 'active')
    .executeTakeFirst()
  if (!owner) throw notFound('calendar')
  const events = await eventsOf(db.reader, owner.id, clock.now() - SHOWN_BEHIND_MS)
  const loaded = await loadEvents(db.reader, events)
  return writeCalendar(loaded, config, { name: owner.name, now: clock.now() })
}

async function eventsOf(db: Kysely<Schema>, userId: string, since: number): Promise<Event[]> {
  const declined = db
    .selectFrom('event_guests')
    .select('event_id')
    .where('user_id', '=', userId)
    .where('answer', '=', 'no')
  const dates = db.selectFrom('event_dates').select('event_id').where('over_at', '>', since)
  return db
    .selectFrom('events')
    .selectAll()
    .where((is) => is.or([is('chat_id', 'in', chatsOf(db, userId)), is('id', 'in', publicOf(db, userId))]))
    .where('id', 'not in', declined)
    .where('id', 'in', dates)
    .orderBy('starts_at', 'desc')
    .orderBy('id')
    .limit(MOST_SHOWN)
    .execute()
}
