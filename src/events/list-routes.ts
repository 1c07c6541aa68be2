import { type Endpoint, endpoint, openEndpoint } from '../http/endpoint.ts'
import { id, limit, pageOf, pageQuery, text, wholeNumber, z } from '../http/schemas.ts'
import { LAST_MOMENT } from '../scheduled/when/wall.ts'
import { EventDate, listDates, scopes } from './list-dates.ts'
import { EventView, listMine, viewEvent } from './view.ts'

const tag = 'events'
const all = '/api/v1/events'
const one = `${all}/{event}`
const open = '/api/v1/public/events'
const oneEvent = z.object({ event: id })

const moment = wholeNumber(0, LAST_MOMENT).openapi({ description: 'UTC milliseconds' })
const when = {
  when: z
    .enum(['upcoming', 'past'])
    .default('upcoming')
    .openapi({ description: 'past: the latest first. Without meaning where a window is given' }),
  from: moment.optional(),
  to: moment.optional(),
  after: text(200).optional(),
  limit,
}
const datesDescription =
  'Each date of what recurs stands by itself, as far as the next 400 days. With `from` or `to`: what goes on at some moment between the two.'

/** What anybody may see. */
const publicRoutes: Endpoint[] = [
  openEndpoint({
    method: 'get',
    path: open,
    tag,
    summary: 'The dates of public events, without a login',
    description: datesDescription,
    query: z.strictObject(when),
    answer: pageOf(EventDate),
    run: ({ db, clock }, { query }) => listDates(db, null, clock.now(), { ...query, scope: 'all' }),
  }),
  openEndpoint({
    method: 'get',
    path: `${open}/{event}`,
    tag,
    summary: 'A public event, without a login',
    params: oneEvent,
    answer: EventView,
    run: ({ db }, { params }) => viewEvent(db.reader, null, params.event),
  }),
]

/** What may be seen. */
export const listRoutes: Endpoint[] = [
  ...publicRoutes,
  endpoint({
    method: 'get',
    path: all,
    tag,
    summary: 'The dates of events that I may see',
    description: datesDescription,
    query: z.strictObject({
      ...when,
      scope: z
        .enum(scopes)
        .default('all')
        .openapi({ description: 'mine: what I organize or am a guest of, and what is for my chats' }),
      chat: id.optional(),
      event: id.optional(),
    }),
    answer: pageOf(EventDate),
    run: ({ db, clock }, { actor, query }) => listDates(db, actor.id, clock.now(), query),
  }),
  endpoint({
    method: 'get',
    path: `${all}/mine`,
    tag,
    summary: 'The events of whose changes the log tells me',
    description: 'What I organize, what I was invited to or have answered, and what is for my chats.',
    query: pageQuery,
    answer: pageOf(EventView),
    run: ({ db }, { actor, query }) => listMine(db.reader, actor.id, query),
  }),
  endpoint({
    method: 'get',
    path: one,
    tag,
    summary: 'An event',
    params: oneEvent,
    answer: EventView,
    run: ({ db }, { actor, params }) => viewEvent(db.reader, actor.id, params.event),
  }),
]
