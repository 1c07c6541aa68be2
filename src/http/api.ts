import { Hono } from 'hono'
import { cors } from 'hono/cors'
import { Problem } from '../problem.ts'
import type { Endpoint } from './endpoint.ts'
import type { Authenticate, House } from './house.ts'
import type { Limits } from './limits.ts'
import { type Api, mount } from './mount.ts'
import { answerProblem, asProblem } from './problems.ts'

const boot = crypto.randomUUID().slice(0, 8)
let requests = 0
const nextRequestId = () => `${boot}-${(++requests).toString(36)}`

/** What a page of another origin must see to go on with an upload. */
const tusHeaders = ['Location', 'Tus-Resumable', 'Upload-Offset', 'Upload-Length', 'Upload-Expires']

/** Pages of which other origins may read our answers: with the cookie, or by a token only. */
function admitOrigins(api: Api, { corsOrigins, socketOrigins }: House['config']): void {
  if (corsOrigins.length + socketOrigins.length === 0) return
  const exposeHeaders = ['ETag', 'Parley-Cursor', 'Retry-After', 'X-Request-Id', ...tusHeaders]
  const withCookie = cors({ origin: corsOrigins, credentials: true, exposeHeaders, maxAge: 600 })
  const origin = socketOrigins.includes('*') ? '*' : socketOrigins
  const byToken = cors({ origin, exposeHeaders, maxAge: 600 })
  api.use('*', (c, next) =>
    corsOrigins.includes(c.req.header('origin') ?? '') ? withCookie(c, next) : byToken(c, next),
  )
}

/** Builds the HTTP side: every endpoint, and one answer for everything that goes wrong. */
export function openApi(
  house: House,
  endpoints: Endpoint[],
  authenticate: Authenticate,
  limits: Limits,
): Api {
  const { config, logger, metrics } = house
  const api: Api = new Hono({ strict: false })

  admitOrigins(api, config)
  for (const endpoint of endpoints) mount(api, endpoint, house, authenticate, limits)

  api.notFound(() =>
    answerProblem(new Problem('not_found', 'There is nothing at this address'), nextRequestId()),
  )
  api.onError((error, c) => {
    const requestId = nextRequestId()
    const problem = asProblem(error)
    if (problem.code === 'internal' || problem.code === 'unavailable')
      logger.error({ err: error, cause: error.cause, requestId, path: c.req.routePath }, 'a request failed')
    metrics.requests.inc({ method: c.req.method, route: c.req.routePath, status: problem.code })
    return answerProblem(problem, requestId, { request: c.req.raw, endpoint: c.get('endpoint') })
  })
  return api
}
