import { expect, test } from 'bun:test'
import { newId, newSecret } from '../../src/id.ts'
import type { Client } from '../client.ts'
import { databases } from '../databases.ts'
import { liveSocket } from '../journeys/live.ts'
import { town, type World, world } from '../journeys/world.ts'
import { type TestServer, testServer } from '../server.ts'
import { different, dump } from './dump.ts'
import { type Operation, operationsOf } from './operations.ts'

/** What anybody with an account may do with an id that he knows, and why. */
const open: Record<string, string> = {
  'GET /api/v1/users/{user}': 'everybody may see a card',
  'PUT /api/v1/users/me/blocks/{user}': 'everybody may block everybody',
  'DELETE /api/v1/users/me/blocks/{user}': 'and unblock whom he blocks or not',
  'PUT /api/v1/chats/direct/{user}': 'everybody may write to whoever does not block him',
  'GET /api/v1/invites/{code}': 'who has an invite is invited',
  'POST /api/v1/invites/{code}/accept': 'who has an invite is invited',
  'GET /media/pictures/{picture}': 'who knows the address of a picture may see it',
}

/** A body that is good everywhere it is taken: only who asks can be wrong. */
const bodies: Record<string, (asker: Client) => unknown> = {
  'PATCH /api/v1/chats/{chat}': () => ({ title: 'Mine now' }),
  'POST /api/v1/chats/{chat}/members': (asker) => ({ user_ids: [asker.id] }),
  'PATCH /api/v1/chats/{chat}/members/{user}': () => ({ role: 'admin' }),
  'POST /api/v1/chats/{chat}/invites': () => ({}),
  'POST /api/v1/chats/{chat}/messages': () => ({ text: 'Let me in', client_id: 'in' }),
  'PATCH /api/v1/chats/{chat}/messages/{message}': () => ({ text: 'I never said that' }),
  'PUT /api/v1/chats/{chat}/read': () => ({ position: 3 }),
  'PUT /api/v1/chats/{chat}/delivered': () => ({ position: 3 }),
  'POST /api/v1/chats/{chat}/typing': () => ({ typing: true }),
  'PUT /api/v1/chats/{chat}/picture': () => 'GIF89a',
}

type Ids = Record<string, string>

const nothing = (): Ids => ({
  ...Object.fromEntries(['chat', 'user', 'message', 'session'].map((name) => [name, newId()])),
  ...{ code: newSecret(), picture: newSecret(), emoji: '👍' },
})

function call({ url }: TestServer, { name, method, path }: Operation, ids: Ids, asker: Client | undefined, other = asker) {
  const address = path.replaceAll(/\{(\w+)\}/g, (_, id: string) => encodeURIComponent(ids[id]!))
  const body = bodies[name]?.(other!)
  return fetch(url + address, {
    method,
    headers: { 'Content-Type': 'application/json', ...(asker ? { Authorization: `Bearer ${asker.token}` } : {}) },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
}

/** Everything about an answer but what is different each time. */
async function shown(answer: Response) {
  const { request_id, ...body } = (await answer.json()) as { request_id: string; code: string }
  const headers = [...answer.headers].filter(([name]) => !['date', 'x-request-id'].includes(name))
  expect(request_id).toBe(answer.headers.get('x-request-id')!)
  return { status: answer.status, body, headers }
}

/** Alice's things, with cleo removed from her group, and emil suspended with his token still in his hand. */
async function scene(server: TestServer) {
  const here = await town(server)
  const w = await world(here)
  const tablet = await here.anotherDevice(w.alice)
  const { picture } = (await (await call(server, { ...pictureOfMe, path: pictureOfMe.name.slice(4) }, {}, w.alice)).json()) as { picture: string }
  expect((await w.alice.ask('DELETE', `/api/v1/chats/${w.group}/members/${w.cleo.id}`)).status).toBe(204)
  expect((await w.alice.ask('POST', `/api/v1/admin/users/${w.emil.id}/suspend`)).status).toBe(200)
  const shared = { session: tablet.sessionId, picture: picture.split('/').at(-1)!, emoji: '👍', code: w.invite }
  const group = { ...shared, chat: w.group, message: w.said.question.message, user: w.bob.id }
  const direct = { ...shared, chat: w.direct, message: w.said.hello.message, user: w.alice.id }
  return { here, w, group, direct }
}
