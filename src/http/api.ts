import type { Server } from 'bun'
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
/** An IPv6 address with its zone is shorter. */
const MOST_ADDRESS = 64

type BunServer = Server<unknown> | undefined

/** Behind a proxy of ours, the address that it has seen; else the one that we see. */
function addressOf(request: Request, server: BunServer, trustProxy: boolean): string {
  const forwarded = trustProxy ? request.headers.get('x-forwarded-for') : null
  return (
    forwarded?.split(',').at(-1)?.trim().slice(0, MOST_ADDRESS) ||
    server?.requestIP(request)?.address ||
    'unknown'
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

  if (config.corsOrigins.length > 0) {
    const exposeHeaders = ['ETag', 'Parley-Cursor', 'Retry-After', 'X-Request-Id']
    api.use('*', cors({ origin: config.corsOrigins, credentials: true, exposeHeaders, maxAge: 600 }))
  }
  api.use('*', async (c, next) => {
    c.set('address', () => addressOf(c.req.raw, c.env as BunServer, config.trustProxy))
    c.set('requestId', `${boot}-${(++requests).toString(36)}`)
    await next()
    c.res.headers.set('X-Content-Type-Options', 'nosniff')
  })
  for (const endpoint of endpoints) mount(api, endpoint, house, authenticate, limits)

  api.notFound((c) =>
    answerProblem(new Problem('not_found', 'There is nothing at this address'), c.get('requestId')),
  )
  api.onError((error, c) => {
    const requestId = c.get('requestId')
    const problem = asProblem(error)
    if (problem.code === 'internal' || problem.code === 'unavailable')
      logger.error({ err: error, cause: error.cause, requestId, path: c.req.routePath }, 'a request failed')
    metrics.requests.inc({ method: c.req.method, route: c.req.routePath, status: problem.code })
    return answerProblem(problem, requestId)
  })
  return api
}
