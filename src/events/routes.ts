import { change, type Endpoint, endpoint, openEndpoint } from '../http/endpoint.ts'
import { clientId, id, limit, pageOf, pageQuery, text, wholeNumber, z, zone } from '../http/schemas.ts'
import { MOST_EXCEPTIONS, MOST_RULE_LENGTH } from '../scheduled/when/bounds.ts'
import { LAST_MOMENT, readWall } from '../scheduled/when/wall.ts'
import { calendarRoutes } from './calendar-routes.ts'
import { createEvent } from './create.ts'
import { deleteEvent } from './delete.ts'
import { cancelEvent, editEvent } from './edit.ts'
import { editDate, leaveOutDate } from './edit-date.ts'
import { guestRoutes } from './guest-routes.ts'
import { EventDate, listDates, scopes } from './list-dates.ts'
import { EventView, listMine, toView, viewEvent } from './view.ts'

const tag = 'events'
const all = '/api/v1/events'
const one = `${all}/{event}`
const open = '/api/v1/public/events'
const oneEvent = z.object({ event: id })

const day = z
  .string()
  .refine(
    (value) => /^\d{4}-\d\d-\d\d$/.test(value) && value >= '1970' && readWall(value) !== undefined,
    'must be a date since 1970, such as 2027-07-14',
  )
  .openapi({ example: '2027-07-14' })
const oneDate = z.object({ event: id, date: day })

const words = {
  title: text(200, 1).trim().min(1, 'must not be blank'),
  description: text(20_000),
  venue: text(256).trim(),
  address: text(500).trim(),
}
const times = {
  date: day,
  end_date: day.nullable().openapi({ description: 'The last day, if it is another' }),
  time: text(100).trim().openapi({
    example: '7:30 - 10pm',
    description:
      'As people type it: 8pm, 7:30 - 10pm, 20h30, 19:00–22:00, noon. What cannot be read is kept, and the event is for the whole day',
  }),
}
const Repeat = z.strictObject({
  rule: text(MOST_RULE_LENGTH, 1).openapi({
    example: 'FREQ=MONTHLY;BYDAY=-1FR',
    description: 'An RRULE of RFC 5545 that goes by days',
  }),
  except: z.array(day).max(MOST_EXCEPTIONS).default([]),
})
const capacity = z
  .number()
  .int()
  .min(1)
  .max(100_000)
  .nullable()
  .openapi({ description: 'How many may come; null: as many as like' })

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

const lists: Endpoint[] = [
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

const changes: Endpoint[] = [
  change({
    method: 'post',
    path: all,
    tag,
    summary: 'Make an event',
    description:
      'Without `chat_id` it is for everybody. It may be past. What recurs begins with the first day that fits its rule.',
    body: z.strictObject({
      title: words.title,
      description: words.description.default(''),
      venue: words.venue.default(''),
      address: words.address.default(''),
      date: times.date,
      end_date: times.end_date.default(null),
      time: times.time.default(''),
      zone: zone.optional(),
      repeat: Repeat.optional(),
      capacity: capacity.default(null),
      chat_id: id.nullable().default(null),
      client_id: clientId,
    }),
    answer: EventView,
    status: 201,
    async change(tx, { actor, body }) {
      const { end_date: endDate, chat_id: chatId, client_id: _, ...rest } = body
      const draft = { ...rest, endDate, chatId, zone: rest.zone, repeat: rest.repeat }
      return toView(tx.db, actor.id, await createEvent(tx, actor, draft))
    },
  }),
  change({
    method: 'patch',
    path: one,
    tag,
    summary: 'Change an event, all its dates',
    description:
      'Days that were changed by themselves keep their changes, if they are still among its dates.',
    params: oneEvent,
    body: z.strictObject({
      title: words.title.optional(),
      description: words.description.optional(),
      venue: words.venue.optional(),
      address: words.address.optional(),
      date: times.date.optional(),
      end_date: times.end_date.optional(),
      time: times.time.optional(),
      zone: zone.optional(),
      repeat: Repeat.nullable().optional().openapi({ description: 'null: it does not recur any more' }),
      capacity: capacity.optional(),
      client_id: clientId,
    }),
    answer: EventView,
    async change(tx, { actor, params, body: { client_id: _, ...body }, ifMatch }, { config }) {
      const event = await editEvent(tx, config, actor, params.event, body, ifMatch)
      return toView(tx.db, actor.id, event)
    },
  }),
  change({
    method: 'post',
    path: `${one}/cancel`,
    tag,
    summary: 'Call an event off',
    description: 'It stays to be seen. Who was to come is told, calendars too.',
    params: oneEvent,
    answer: EventView,
    async change(tx, { actor, params, ifMatch }, { config }) {
      const event = await cancelEvent(tx, config, actor, params.event, ifMatch)
      return toView(tx.db, actor.id, event)
    },
  }),
  change({
    method: 'delete',
    path: one,
    tag,
    summary: 'Delete an event, and its chat',
    params: oneEvent,
    change: (tx, { actor, params, ifMatch }, { config }) =>
      deleteEvent(tx, config, actor, params.event, ifMatch) as Promise<undefined>,
  }),
  change({
    method: 'patch',
    path: `${one}/dates/{date}`,
    tag,
    summary: 'Change one date of an event that recurs',
    description: '`{date}` is its `original_date`. What is not said stays as it is.',
    params: oneDate,
    body: z.strictObject({
      title: words.title.optional(),
      description: words.description.optional(),
      venue: words.venue.optional(),
      address: words.address.optional(),
      date: times.date.optional(),
      end_date: times.end_date.optional(),
      time: times.time.optional(),
      client_id: clientId,
    }),
    answer: EventView,
    async change(tx, { actor, params, body: { client_id: _, ...body }, ifMatch }, { config }) {
      const place = { eventId: params.event, date: params.date }
      return toView(tx.db, actor.id, await editDate(tx, config, actor, place, body, ifMatch))
    },
  }),
  change({
    method: 'delete',
    path: `${one}/dates/{date}`,
    tag,
    summary: 'Leave out one date of an event that recurs',
    params: oneDate,
    answer: EventView,
    async change(tx, { actor, params, ifMatch }, { config }) {
      const place = { eventId: params.event, date: params.date }
      return toView(tx.db, actor.id, await leaveOutDate(tx, config, actor, place, ifMatch))
    },
  }),
]

export const eventRoutes: Endpoint[] = [
  ...publicRoutes,
  ...lists,
  ...changes,
  ...guestRoutes,
  ...calendarRoutes,
]
