import { type Endpoint, endpoint, openEndpoint } from '../http/endpoint.ts'
import type { Authenticate, House } from '../http/house.ts'
import { id, text, wholeNumber, z } from '../http/schemas.ts'
import { type Cursor, readCursor } from '../log/entry.ts'
import { Problem } from '../problem.ts'
import { redeemTicket } from '../users/tickets.ts'
import type { Hub } from './hub.ts'
import { servePoll } from './poll.ts'
import type { Presence } from './presence.ts'
import { serveStream } from './sse.ts'

const tag = 'log'
/** An address with more ids in it is longer than what the server takes for one (16 KiB, with all headers). */
const MOST_ASKED_ABOUT = 300
const cursor = text(64).openapi({
  description: 'A cursor from an earlier answer, entry or event',
  example: 'k3x9.1042',
})

const Entry = z
  .object({
    seq: z.number().int(),
    stream: z.string().openapi({ example: 'chat:019a4c2e-7d10-7000-8000-5a1c0b7e4d21' }),
    kind: z.string().openapi({ example: 'message.sent' }),
    at: z.number().int(),
    actor: z.string().nullable(),
    body: z.unknown(),
  })
  .openapi('Entry')

const Seen = z
  .object({ user_id: z.string(), online: z.boolean().nullable(), last_seen_at: z.number().int().nullable() })
  .openapi('Presence')

export function transportRoutes(hub: Hub, presence: Presence, authenticate: Authenticate): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/api/v1/log',
      tag,
      summary: 'What I heard after a cursor',
      description:
        'Without `after`: nothing but the cursor of now. `wait` holds the answer back until something happens, up to so many seconds. If the cursor is too old, or from before a restore, the first entry is `log.gap`: fetch your state anew, and go on from its cursor.',
      query: z.strictObject({
        after: cursor.optional(),
        wait: wholeNumber(0, 60).default(0),
        limit: wholeNumber(1, 1000).default(500),
      }),
      answer: z
        .object({ entries: z.array(Entry), cursor: z.string(), complete: z.boolean() })
        .openapi('LogPage'),
      run: (house, { actor, query, request }) =>
        servePoll(house, hub, actor, request, { ...query, after: after(house, query.after) }),
    }),
    openEndpoint({
      method: 'get',
      path: '/api/v1/log/stream',
      tag,
      summary: 'What I hear, as it happens',
      description:
        'Server-sent events, made for `EventSource`. Each entry is a message with the cursor as its id; `signal` events carry typing and presence; `ready` says that everything missed has been sent. Goes on after `Last-Event-ID`, or else `after`. Signed in by header, cookie, or a ticket from `POST /api/v1/users/me/stream-ticket`.',
      query: z.strictObject({ after: cursor.optional(), ticket: text(100).optional() }),
      gives: 'text/event-stream',
      async run(house, { query, request }) {
        const last = request.headers.get('last-event-id') || query.after
        const cursor = after(house, last)
        const who = query.ticket ? await redeemTicket(house, query.ticket) : await authenticate(request)
        // Hono answers HEAD with what GET gives and drops its body: nobody would ever close the stream.
        if (request.method === 'HEAD')
          return new Response(null, { headers: { 'Content-Type': 'text/event-stream; charset=utf-8' } })
        return serveStream(house, hub, who, request, cursor)
      },
    }),
    endpoint({
      method: 'get',
      path: '/api/v1/presence',
      tag: 'users',
      summary: 'Who of these people is here',
      description:
        'Shown are people who share a chat with me, where we both show our presence and nobody blocks. Over a socket, the verb `watch` asks the same and tells of changes.',
      query: z.strictObject({
        user_ids: text(40 * MOST_ASKED_ABOUT).openapi({
          description: `Ids, with commas between, up to ${MOST_ASKED_ABOUT}`,
        }),
      }),
      answer: z.object({ items: z.array(Seen) }),
      async run(_house, { actor, query }) {
        const read = z.array(id).max(MOST_ASKED_ABOUT).safeParse(query.user_ids.split(',').filter(Boolean))
        if (!read.success)
          throw new Problem(
            'invalid',
            `query.user_ids: must be ids, with commas between, up to ${MOST_ASKED_ABOUT}`,
          )
        return { items: await presence.of(actor.id, read.data) }
      },
    }),
  ]
}

function after({ tail }: House, text: string | undefined): Cursor | undefined {
  return text === undefined ? undefined : readCursor(text, tail.head.epoch)
}
