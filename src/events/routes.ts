import { change, type Endpoint } from '../http/endpoint.ts'
import { clientId, id, text, z, zone } from '../http/schemas.ts'
import { MOST_EXCEPTIONS, MOST_RULE_LENGTH } from '../scheduled/when/bounds.ts'
import { calendarRoutes } from './calendar-routes.ts'
import { createEvent } from './create.ts'
import { day } from './day.ts'
import { deleteEvent } from './delete.ts'
import { cancelEvent, editEvent } from './edit.ts'
import { editDate, leaveOutDate } from './edit-date.ts'
import { guestRoutes } from './guest-routes.ts'
import { listRoutes } from './list-routes.ts'
import { EventView, toView } from './view.ts'

const tag = 'events'
const all = '/api/v1/events'
const one = `${all}/{event}`
const oneEvent = z.object({ event: id })

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

export const eventRoutes: Endpoint[] = [...listRoutes, ...changes, ...guestRoutes, ...calendarRoutes]
