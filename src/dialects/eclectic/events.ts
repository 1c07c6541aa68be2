import { createEvent } from '../../events/create.ts'
import { day } from '../../events/day.ts'
import { deleteEvent } from '../../events/delete.ts'
import { editEvent } from '../../events/edit.ts'
import { type Event, findEvent } from '../../events/event.ts'
import { listPublic } from '../../events/list-public.ts'
import { change, type Endpoint, openEndpoint } from '../../http/endpoint.ts'
import { id, text, wholeNumber, z } from '../../http/schemas.ts'
import { Done, done, wrap, wrapped } from './envelope.ts'

const tag = 'eclectic'
const MOST = 1000
const MOST_TITLE = 200

const example = {
  date: '2023-12-31',
  time: '8pm',
  venue: 'The Royal Room',
  address: '5000 Rainier Ave S, Seattle',
}

const Row = z
  .object({
    id: z.string(),
    date: z.string(),
    time: z.string().openapi({ description: 'As it was typed' }),
    venue: z.string(),
    address: z.string(),
  })
  .openapi('EclecticEvent', { example: { id: '019a4c2e-7d10-7000-8000-5a1c0b7e4d21', ...example } })

const words = (most: number) => text(most, 1).trim().min(1, 'must not be blank')
const Typed = z
  .object({ date: day, time: words(100), venue: words(256), address: words(500) })
  .openapi({ example })

const oneEvent = z.object({ event: id })

function toRow({ id, date, time, venue, address, title }: Event): z.input<typeof Row> {
  return { id, date, time, venue: venue || title, address }
}

/** Its events have no title: they are called after the place. */
const titleOf = (venue: string) => [...venue].slice(0, MOST_TITLE).join('').trim()

export const eventCalls: Endpoint[] = [
  openEndpoint({
    method: 'get',
    path: '/events',
    tag,
    summary: 'Public events in order of time, past ones too',
    query: z.object({
      offset: wholeNumber(0, 1_000_000).default(0),
      limit: wholeNumber(1, MOST).default(MOST),
    }),
    answer: wrapped(z.array(Row)),
    run: async ({ db }, { query }) => wrap('Events', (await listPublic(db.reader, query)).map(toRow)),
  }),
  openEndpoint({
    method: 'get',
    path: '/events/{event}',
    tag,
    summary: 'A public event',
    params: oneEvent,
    answer: wrapped(Row),
    run: async ({ db }, { params }) => wrap('Event', toRow(await findEvent(db.reader, null, params.event))),
  }),
  change({
    method: 'post',
    path: '/events',
    tag,
    summary: 'Create a public event',
    body: Typed,
    answer: wrapped(Row),
    async change(tx, { actor, body }) {
      const own = { title: titleOf(body.venue), description: '', endDate: null, capacity: null }
      const open = { zone: undefined, repeat: undefined, chatId: null }
      return wrap('Event created', toRow(await createEvent(tx, actor, { ...body, ...own, ...open })))
    },
  }),
  change({
    method: 'put',
    path: '/events/{event}',
    tag,
    summary: 'Change an event',
    description: 'For whoever made it, and for admins. What is not said stays.',
    params: oneEvent,
    body: Typed.partial()
      .refine((body) => Object.keys(body).length > 0, 'must have some of date, time, venue and address')
      .openapi({ example }),
    answer: wrapped(Row),
    async change(tx, { actor, params, body, ifMatch }, { config }) {
      const before = await findEvent(tx.db, actor.id, params.event)
      const isCalledAfter = before.title === titleOf(before.venue) && body.venue !== undefined
      const changes = isCalledAfter ? { ...body, title: titleOf(body.venue!) } : body
      const event = await editEvent(tx, config, actor, params.event, changes, ifMatch)
      return wrap('Event updated', toRow(event))
    },
  }),
  change({
    method: 'delete',
    path: '/events/{event}',
    tag,
    summary: 'Delete an event',
    params: oneEvent,
    answer: Done,
    async change(tx, { actor, params, ifMatch }, { config }) {
      await deleteEvent(tx, config, actor, params.event, ifMatch)
      return done('Event deleted')
    },
  }),
]
