import type { Server } from 'bun'
import type { Context, Hono } from 'hono'
import { writeCursor } from '../log/entry.ts'
import { Problem } from '../problem.ts'
import { addressOf } from './address.ts'
import { readJson } from './body.ts'
import { check } from './check.ts'
import type { Call, Endpoint } from './endpoint.ts'
import { readFields } from './form.ts'
import type { Authenticate, House, Proven } from './house.ts'
import type { Limits } from './limits.ts'
import { fingerprintOf, once } from './once.ts'
import type { z } from './schemas.ts'

interface Env {
  Bindings: Server<unknown>
  Variables: { endpoint: Endpoint | undefined }
}
export type Api = Hono<Env>
type ApiContext = Context<Env>

type AnyCall = Call<Proven, unknown, unknown, unknown>

/** Puts an endpoint on the air: checks what comes in against its schemas, runs it, answers. */
export function mount(
  api: Api,
  endpoint: Endpoint,
  house: House,
  authenticate: Authenticate,
  limits: Limits,
): void {
  const path = endpoint.path.replaceAll(/\{(\w+)\}/g, ':$1')
  const { requests, requestSeconds } = house.metrics
  const counters = new Map<number, { inc(): void }>()
  function count({ status }: Response, started: number) {
    const counter = counters.get(status) ?? requests.labels(endpoint.method, endpoint.path, String(status))
    counters.set(status, counter)
    counter.inc()
    requestSeconds.observe((performance.now() - started) / 1000)
  }
  api.on(endpoint.method.toUpperCase(), path, async (c) => {
    const started = performance.now()
    c.set('endpoint', endpoint)
    const call = await receive(c, endpoint, house, authenticate, limits)
    const cursor = writeCursor(house.tail.head)
    const answered = await run(endpoint, call, house)
    const answer = respond(endpoint, answered, call.headers, cursor)
    count(answer, started)
    return answer
  })
}

async function receive(
  c: ApiContext,
  endpoint: Endpoint,
  house: House,
  authenticate: Authenticate,
  limits: Limits,
): Promise<AnyCall> {
  const request = c.req.raw
  const address = () => addressOf(request, c.env, house.config.trustProxy)
  const actor =
    endpoint.access === 'user' ? await known(request, endpoint, address, authenticate, limits) : undefined
  await (actor ? limits.user(actor.id) : limits.address(address()))
  const read = endpoint.manner || endpoint.guests?.isTheirs?.(request) ? readFields : readJson
  const most = Math.max(house.config.maxBodyBytes, endpoint.mostBytes?.(house.config) ?? 0)
  const raw = endpoint.body && !endpoint.takes ? await read(request, most) : undefined
  const body = endpoint.body && check(endpoint.body, raw, 'body')
  return {
    actor: actor as Proven,
    params: endpoint.params && readParams(endpoint.params, c.req.param()),
    query: endpoint.query && check(endpoint.query, c.req.query(), 'query'),
    body,
    ifMatch: readIfMatch(request.headers.get('if-match')),
    key: readKey(request, body),
    get caller() {
      return { address: address(), userAgent: (request.headers.get('user-agent') ?? '').slice(0, 300) }
    },
    request,
    headers: {},
  }
}

/** Who fails to say who he is counts as somebody unknown. */
async function known(
  request: Request,
  { manner, method }: Endpoint,
  address: () => string,
  authenticate: Authenticate,
  limits: Limits,
) {
  try {
    return await (manner ? authenticate.client(request, method !== 'get') : authenticate(request))
  } catch (refusal) {
    await limits.address(address())
    throw refusal
  }
}

/** An id that cannot be one of ours names nothing that is there. */
function readParams(schema: z.ZodType, params: unknown): unknown {
  const read = schema.safeParse(params)
  if (read.success) return read.data
  throw new Problem('not_found', 'No such thing: a part of the address is not as ours are')
}

function readIfMatch(header: string | null): number | undefined {
  if (header === null || header.trim() === '*') return undefined
  const parts = /^\s*(?:W\/)?"(\d{1,9})"\s*$/.exec(header)
  if (!parts)
    throw new Problem('invalid', 'If-Match must be one ETag as an earlier answer gave it, such as "3"')
  return Number(parts[1])
}

function readKey(request: Request, body: unknown): string | undefined {
  const header = request.headers.get('idempotency-key')
  if (header !== null && !/^[\x21-\x7e]{1,100}$/.test(header))
    throw new Problem('invalid', 'Idempotency-Key must be 1 to 100 printable ASCII characters without spaces')
  return header ?? (body as { client_id?: string } | undefined)?.client_id
}

async function run(endpoint: Endpoint, call: AnyCall, house: House): Promise<unknown> {
  const { change } = endpoint
  if (!change) return endpoint.run!(house, call)
  await endpoint.before?.(house, call)
  const { key } = call
  if (key === undefined) return house.commit((tx) => change(tx, call, house))
  const { pathname } = new URL(call.request.url)
  const fingerprint = fingerprintOf(endpoint.method, pathname, call.body)
  return house.commit((tx) => once(tx, call.actor, key, fingerprint, () => change(tx, call, house)))
}

function respond(
  { status, gives }: Endpoint,
  answered: unknown,
  headers: Record<string, string>,
  cursor: string,
): Response {
  if (answered instanceof Response) return answered
  headers['Parley-Cursor'] = cursor
  headers['Cache-Control'] = 'no-store'
  headers['X-Content-Type-Options'] = 'nosniff'
  if (answered === undefined) return new Response(null, { status: status ?? 204, headers })
  if (typeof answered === 'string') {
    headers['Content-Type'] = `${gives ?? 'text/plain'}; charset=utf-8`
    return new Response(answered, { status: status ?? 200, headers })
  }
  const { version } = answered as { version?: number }
  if (version !== undefined) headers.ETag = `"${version}"`
  headers['Content-Type'] = 'application/json; charset=utf-8'
  return new Response(JSON.stringify(answered), { status: status ?? 200, headers })
}
