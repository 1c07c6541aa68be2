import { change, type Endpoint, endpoint, openEndpoint } from '../http/endpoint.ts'
import type { House } from '../http/house.ts'
import { id, time, z } from '../http/schemas.ts'
import { loadEvents, writeCalendar } from './calendar/calendar.ts'
import { findEvent } from './event.ts'
import { calendarAnswer, closeFeed, feedOf, openFeed, readFeed } from './feed.ts'

const tag = 'events'
const gives = 'text/calendar'
const mine = '/api/v1/users/me/calendar'
const oneEvent = z.object({ event: id })
const secret = z
  .string()
  .regex(/^[\w-]{43}\.ics$/)
  .openapi({ description: 'The secret of the calendar, and `.ics`' })

async function download(
  { db, config, clock }: House,
  userId: string | null,
  eventId: string,
  request: Request,
) {
  const loaded = await loadEvents(db.reader, [await findEvent(db.reader, userId, eventId)])
  return calendarAnswer(writeCalendar(loaded, config, { now: clock.now() }), request)
}

/** Events as iCalendar (RFC 5545). */
export const calendarRoutes: Endpoint[] = [
  endpoint({
    method: 'get',
    path: '/api/v1/events/{event}/event.ics',
    tag,
    summary: 'An event as iCalendar',
    params: oneEvent,
    gives,
    run: (house, { actor, params, request }) => download(house, actor.id, params.event, request),
  }),
  openEndpoint({
    method: 'get',
    path: '/api/v1/public/events/{event}/event.ics',
    tag,
    summary: 'A public event as iCalendar, without a login',
    params: oneEvent,
    gives,
    run: (house, { params, request }) => download(house, null, params.event, request),
  }),
  endpoint({
    method: 'get',
    path: mine,
    tag,
    summary: 'Can my calendar be read by a secret address?',
    answer: z.object({ created_at: time.nullable().openapi({ description: 'null: there is none' }) }),
    run: ({ db }, { actor }) => feedOf(db.reader, actor.id),
  }),
  endpoint({
    method: 'post',
    path: mine,
    tag,
    summary: 'Make a secret address for my calendar',
    description:
      'For calendar apps, which look there again and again: whoever has it sees what I take part in. It is told here only. The one from before is good no more.',
    answer: z.object({
      path: z.string().openapi({ description: 'On this server' }),
      url: z.string().nullable().openapi({ description: 'The whole address, if the server knows its own' }),
      created_at: time,
    }),
    status: 201,
    async run({ commit, config }, { actor }) {
      const feed = await commit((tx) => openFeed(tx, actor))
      return { ...feed, url: config.publicUrl === undefined ? null : config.publicUrl + feed.path }
    },
  }),
  change({
    method: 'delete',
    path: mine,
    tag,
    summary: 'Revoke the secret address of my calendar',
    change: (tx, { actor }) => closeFeed(tx, actor) as Promise<undefined>,
  }),
  openEndpoint({
    method: 'get',
    path: '/api/v1/calendars/{calendar}',
    tag,
    summary: 'A calendar by its secret address',
    params: z.object({ calendar: secret }),
    gives,
    run: async (house, { params, request }) =>
      calendarAnswer(await readFeed(house, params.calendar.slice(0, -4)), request),
  }),
]
