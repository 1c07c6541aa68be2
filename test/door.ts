import { openApi } from '../src/http/api.ts'
import type { Endpoint } from '../src/http/endpoint.ts'
import type { Authenticate } from '../src/http/house.ts'
import { openLimits } from '../src/http/limits.ts'
import type { TestHouse } from './house.ts'

/** Some routes over HTTP, without a server, for whoever says who he is. */
export function openDoor({ house }: TestHouse, endpoints: Endpoint[]) {
  const proven = (id: string) => ({ id, sessionId: '', expiresAt: Number.MAX_SAFE_INTEGER })
  const who = async (request: Request) => proven(request.headers.get('x-user')!)
  const authenticate = Object.assign(who, { token: async (token: string) => proven(token) }) as Authenticate
  const api = openApi(house, endpoints, authenticate, openLimits(house.config))
  return async (
    person: { id: string },
    method: string,
    path: string,
    body?: unknown,
    more: Record<string, string> = {},
  ) => {
    const headers = new Headers({ 'x-user': person.id, 'content-type': 'application/json', ...more })
    const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }
    const answer = await api.request(`http://here/api/v1${path}`, init)
    const text = await answer.text()
    return {
      status: answer.status,
      etag: answer.headers.get('etag'),
      body: text ? JSON.parse(text) : undefined,
    }
  }
}
