import { type Endpoint, endpoint, openEndpoint } from '../../http/endpoint.ts'
import type { House, Proven } from '../../http/house.ts'
import { z } from '../../http/schemas.ts'
import { readCursor } from '../../log/entry.ts'
import { serveStream } from '../../transports/sse.ts'
import { redeemTicket } from '../../users/tickets.ts'
import type { Room } from '../dialect.ts'
import type { Desk } from './desk.ts'
import { noticesFor } from './notices.ts'

const tag = 'txchat'
/** Whatever stands there and is none is refused like one that is not good. */
const token = z.string().openapi({
  description:
    'A token, or better a ticket from `POST /api/v1/users/me/stream-ticket`, good once and for a minute',
  example: 'Jx0sTzZ3l1cW1c2o4xX9dJm0bQq5y7aB',
})
const gives = 'text/event-stream'
const description =
  'Server-sent events, made for `EventSource`: `action_project`, `action_message` and `action_user`, each with `{type, message, data}`. Goes on after `Last-Event-ID`.'

export function streamCalls({ authenticate, hub }: Room, desk: Desk): Endpoint[] {
  /** What stands in the address may be either: a ticket has no full stops in it. */
  const recognise = (house: House, given: string): Promise<Proven> =>
    given.includes('.') ? authenticate.token(given) : redeemTicket(house, given)

  async function open(house: House, request: Request, who: () => Promise<Proven>): Promise<Response> {
    const last = request.headers.get('last-event-id')
    const after = last ? readCursor(last, house.tail.head.epoch) : undefined
    const proven = await who()
    // Nobody would ever close the stream of a HEAD.
    if (request.method === 'HEAD') return new Response(null, { headers: { 'Content-Type': gives } })
    return serveStream(house, hub, proven, request, after, noticesFor(desk, proven.id))
  }

  return [
    openEndpoint({
      method: 'get',
      path: '/api/v1/users/stream/{token}',
      tag,
      summary: 'What is said to me, as it happens',
      description,
      params: z.object({ token }),
      gives,
      run: (house, { params, request }) => open(house, request, () => recognise(house, params.token)),
    }),
    openEndpoint({
      method: 'get',
      path: '/api/v1/users/stream',
      tag,
      summary: 'The same, with the token as a parameter, in a header, or by cookie',
      description,
      query: z.object({ token: token.optional() }),
      gives,
      run: (house, { query, request }) =>
        open(house, request, () => (query.token ? recognise(house, query.token) : authenticate(request))),
    }),
    endpoint({
      method: 'delete',
      path: '/api/v1/users/stream',
      tag,
      summary: 'Nothing: a stream ends when it is closed',
      description: 'Clients say goodbye by it. Whoever has another window open still hears there.',
      answer: z.string(),
      run: async () => new Response('""', { headers: { 'Content-Type': 'application/json' } }),
    }),
  ]
}
