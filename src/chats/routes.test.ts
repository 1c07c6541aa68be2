import { expect, test } from 'bun:test'
import { group, say } from '../../test/chats.ts'
import { databases } from '../../test/databases.ts'
import { type TestHouse, testHouse } from '../../test/house.ts'
import { tinyGif } from '../../test/media.ts'
import type { Person } from '../../test/people.ts'
import { openApi } from '../http/api.ts'
import type { Authenticate } from '../http/house.ts'
import { openLimits } from '../http/limits.ts'
import { chatRoutes } from './routes.ts'

const gif = Buffer.from(tinyGif)

/** The chat routes over HTTP, for whoever says who he is. */
function door({ house }: TestHouse) {
  const proven = (id: string) => ({ id, sessionId: '', expiresAt: Number.MAX_SAFE_INTEGER })
  const who = async (request: Request) => proven(request.headers.get('x-user')!)
  const authenticate = Object.assign(who, { token: async (token: string) => proven(token) }) as Authenticate
  const api = openApi(house, chatRoutes, authenticate, openLimits(house.config))
  return async (
    person: Person,
    method: string,
    path: string,
    body?: unknown,
    more: Record<string, string> = {},
  ) => {
    const headers = new Headers(more)
    headers.set('x-user', person.id)
    const sent = body instanceof Uint8Array ? new Blob([body.slice()]) : body && JSON.stringify(body)
    if (typeof sent === 'string') headers.set('content-type', 'application/json')
    const init = { method, headers, ...(sent ? { body: sent as string } : {}) }
    const answer = await api.request(`http://here/api/v1${path}`, init)
    const text = await answer.text()
    return {
      status: answer.status,
      etag: answer.headers.get('etag'),
      body: text ? JSON.parse(text) : undefined,
    }
  }
}

/** A body for each route that takes one. The picture is none: an outsider is not told so. */
const bodies: Record<string, unknown> = {
  'patch /api/v1/chats/{chat}': { title: 'Mine now' },
  'put /api/v1/chats/{chat}/picture': Uint8Array.from([1, 2, 3]),
  'post /api/v1/chats/{chat}/members': { user_ids: ['019a4c2e-7d10-7000-8000-5a1c0b7e4d21'] },
  'patch /api/v1/chats/{chat}/members/{user}': { role: 'admin' },
  'put /api/v1/chats/{chat}/mute': {},
  'post /api/v1/chats/{chat}/invites': {},
}

for (const database of databases) {
  test(`${database.name}: to an outsider a chat is not there, by any route or method`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, dora } = its
    const ask = door(its)
    const chat = await group(house, [alice, bob])
    await say(house, alice, chat, 'Hello')
    const invite = await ask(alice, 'POST', `/chats/${chat.id}/invites`, {})
    const routes = chatRoutes.filter((route) => route.path.includes('{chat}'))
    expect(routes.length).toBeGreaterThan(10)
    const before = await its.head()
    for (const { method, path } of routes) {
      const place = path
        .replace('/api/v1', '')
        .replace('{chat}', chat.id)
        .replace('{user}', bob.id)
        .replace('{code}', invite.body.code)
      const body = bodies[`${method} ${path}`]
      const { status } = await ask(dora, method.toUpperCase(), place, body)
      expect([method, path, status]).toEqual([method, path, 404])
    }
    expect(await its.head()).toBe(before)
    expect((await ask(dora, 'GET', '/chats')).body).toEqual({ items: [], next: null })
    expect((await ask(bob, 'GET', `/chats/${chat.id}`)).status).toBe(200)
  })

  test(`${database.name}: the life of a group, by HTTP`, async () => {
    await using its = await testHouse(database)
    const { alice, bob, cleo, dora } = its
    const ask = door(its)
    const made = await ask(alice, 'POST', '/chats', { title: ' Walks ', member_ids: [bob.id] })
    expect(made).toMatchObject({ status: 201, etag: '"1"', body: { title: 'Walks', shares_history: true } })
    const path = `/chats/${made.body.id}`
    const edited = await ask(alice, 'PATCH', path, { title: 'Long walks' }, { 'if-match': '"1"' })
    expect(edited).toMatchObject({ status: 200, etag: '"2"', body: { title: 'Long walks', role: 'owner' } })
    expect((await ask(alice, 'PATCH', path, { title: 'No' }, { 'if-match': '"1"' })).status).toBe(412)
    expect((await ask(bob, 'PATCH', path, { title: 'No' })).status).toBe(403)
    expect((await ask(alice, 'PUT', `${path}/picture`, gif)).body.picture).toStartWith('/media/pictures/')
    expect((await ask(alice, 'PUT', `${path}/picture`, { not: 'a picture' })).status).toBe(415)
    expect((await ask(alice, 'DELETE', `${path}/picture`)).body.picture).toBeNull()
    expect((await ask(bob, 'POST', `${path}/members`, { user_ids: [cleo.id] })).body.member_count).toBe(3)
    expect((await ask(bob, 'POST', `${path}/members`, { user_ids: [] })).status).toBe(400)
    const promoted = await ask(alice, 'PATCH', `${path}/members/${cleo.id}`, { role: 'admin' })
    expect(promoted.body).toEqual({ chat_id: made.body.id, user_id: cleo.id, role: 'admin' })
    const members = (await ask(bob, 'GET', `${path}/members?limit=2`)).body
    expect(members.items.map((item: { role: string }) => item.role)).toEqual(['owner', 'member'])
    const { code } = (await ask(cleo, 'POST', `${path}/invites`, { expires_in: 60, max_uses: 1 })).body
    expect((await ask(dora, 'GET', `/invites/${code}`)).body.chat.title).toBe('Long walks')
    expect((await ask(dora, 'POST', `/invites/${code}/accept`)).body.member_count).toBe(4)
    expect((await ask(cleo, 'GET', `${path}/invites`)).body.items).toEqual([])
    expect((await ask(cleo, 'DELETE', `${path}/members/${dora.id}`)).status).toBe(204)
    expect((await ask(cleo, 'DELETE', path)).status).toBe(403)
    expect((await ask(alice, 'DELETE', path)).status).toBe(204)
    expect((await ask(bob, 'GET', path)).status).toBe(404)
  })

  test(`${database.name}: the same key is the same group; what is not well formed is refused`, async () => {
    await using its = await testHouse(database)
    const { alice, bob } = its
    const ask = door(its)
    const key = { 'idempotency-key': 'a-group' }
    const first = await ask(alice, 'POST', '/chats', { title: 'Walks' }, key)
    const second = await ask(alice, 'POST', '/chats', { title: 'Walks' }, key)
    expect(second).toEqual(first)
    expect((await ask(alice, 'POST', '/chats', { title: 'Swims' }, key)).status).toBe(422)
    expect((await ask(alice, 'GET', '/chats')).body.items).toHaveLength(1)
    for (const body of [{ title: '  ' }, { title: 'a'.repeat(201) }, { title: 'x', owner: bob.id }, {}])
      expect((await ask(alice, 'POST', '/chats', body)).status).toBe(400)
    expect((await ask(alice, 'PUT', `/chats/direct/${bob.id}`)).status).toBe(200)
    expect((await ask(alice, 'GET', '/chats?after=nonsense')).status).toBe(400)
    expect((await ask(alice, 'GET', '/chats/not-an-id')).status).toBe(404)
  })

  test(`${database.name}: a kept answer does not outlive the message that it shows`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob } = its
    const ask = door(its)
    const { id } = (await ask(alice, 'PUT', `/chats/direct/${bob.id}`)).body
    const message = await say(house, alice, { id }, 'Forget this')
    const key = { 'idempotency-key': 'open' }
    expect((await ask(bob, 'PUT', `/chats/direct/${alice.id}`, undefined, key)).body.last_message.text).toBe(
      'Forget this',
    )
    const kept = await house.db.reader.selectFrom('idempotency_keys').select('about').execute()
    expect(kept).toEqual([{ about: message.id }])
  })
}
