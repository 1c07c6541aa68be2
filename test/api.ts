import { leaveAllChats } from '../src/chats/leave-all.ts'
import { chatRoutes } from '../src/chats/routes.ts'
import { forgetContacts, noteNumber } from '../src/contacts/numbers.ts'
import { contactRoutes } from '../src/contacts/routes.ts'
import { forgetEvents } from '../src/events/cascade.ts'
import { eventRoutes } from '../src/events/routes.ts'
import { openApi } from '../src/http/api.ts'
import type { Endpoint } from '../src/http/endpoint.ts'
import type { House } from '../src/http/house.ts'
import { openLimits } from '../src/http/limits.ts'
import { forgetMedia } from '../src/media/remove.ts'
import { mediaRoutes } from '../src/media/routes.ts'
import { openStorage } from '../src/media/storage/storage.ts'
import { dropOutbox } from '../src/outbox/forget.ts'
import { forgetFuture } from '../src/scheduled/cascade.ts'
import { claimNumber } from '../src/scheduled/claim-number.ts'
import { openFuture } from '../src/scheduled/future.ts'
import { scheduledRoutes } from '../src/scheduled/routes.ts'
import { adminRoutes } from '../src/users/admin-routes.ts'
import { openAuthenticate } from '../src/users/authenticate.ts'
import { phoneRoutes } from '../src/users/phone-routes.ts'
import { userRoutes } from '../src/users/routes.ts'
import { sessionRoutes } from '../src/users/session-routes.ts'
import { openTokens } from '../src/users/tokens.ts'
import type { Answer } from './client.ts'

export const password = 'correct horse battery'

/** The API with its real ways to say who one is, without a port. */
export function testApi(house: House, more: Endpoint[] = []) {
  const tokens = openTokens(house.secrets.tokenKey, house.clock)
  const authenticate = openAuthenticate(house, tokens)
  const routes = [
    ...userRoutes(tokens, [
      forgetFuture,
      forgetEvents(house.config),
      leaveAllChats,
      forgetMedia,
      forgetContacts,
      dropOutbox,
    ]),
    ...sessionRoutes(tokens),
    ...adminRoutes,
  ]
  const reached = [...phoneRoutes([noteNumber(house.secrets), claimNumber]), ...contactRoutes]
  const future = scheduledRoutes(openFuture(house.config))
  const media = mediaRoutes(house, openStorage(house.config))
  const endpoints = [...routes, ...reached, ...media, ...chatRoutes, ...future, ...eventRoutes, ...more]
  const api = openApi(house, endpoints, authenticate, openLimits(house.config))

  async function send(method: string, path: string, init: RequestInit = {}): Promise<Answer> {
    const answer = await api.request(`http://parley.test/api/v1${path}`, { method, ...init })
    const text = await answer.text()
    const isJson = answer.headers.get('content-type')?.includes('json')
    return { status: answer.status, headers: answer.headers, body: isJson ? JSON.parse(text) : text }
  }
  function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    if (body === undefined) return send(method, path, { headers })
    const json = { 'Content-Type': 'application/json', ...headers }
    return send(method, path, { headers: json, body: JSON.stringify(body) })
  }
  /** The same for somebody with an access token, or for a person of the house, who gets one. */
  function as(who: string | { id: string; sessionId: string }) {
    return async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
      const token = typeof who === 'string' ? who : await tokens.sign(who.id, who.sessionId, 3_600_000)
      return ask(method, path, body, { Authorization: `Bearer ${token}`, ...headers })
    }
  }
  const signUp = (username: string, more: object = {}) =>
    ask('POST', '/users', { username, password, ...more })
  const logIn = (body: object, headers?: Record<string, string>) =>
    ask('POST', '/sessions', { password, ...body }, headers)
  return { api, tokens, authenticate, send, ask, as, signUp, logIn }
}
