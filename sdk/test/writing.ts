import { afterAll, beforeAll } from 'bun:test'
import { indexedDB } from 'fake-indexeddb'
import { connect, indexedDbOutbox, type OutboxChange, type Parley } from '../src/parley.ts'
import { openProxy } from './proxy.mjs'
import { quick } from './reader.ts'
import { startServer } from './server.mjs'

/** For as long as the tests of a file run, there is a database as browsers have it. */
export function withDatabase(): void {
  const before = globalThis.indexedDB
  beforeAll(() => {
    globalThis.indexedDB = indexedDB
  })
  afterAll(() => {
    globalThis.indexedDB = before
  })
}

let boxes = 0

/** Alice and bob share a chat; alice reaches the server through a proxy, and has an outbox in the browser. */
export async function writing() {
  const server = await startServer()
  const proxy = await openProxy(() => server.url)
  const alice = await server.signUp('alice')
  const bob = await server.signUp('bob')
  const chat = await alice.post('/api/v1/chats', { title: 'outbox', member_ids: [bob.id] })
  const name = `test-${++boxes}`
  const path = `/api/v1/chats/${chat.id}/messages`
  return {
    server,
    proxy,
    alice,
    bob,
    path,
    name,
    open: (token = alice.token) => listen(connect({ ...to(proxy), token, outbox: indexedDbOutbox(name) })),
    texts: async () => textsOf(await bob.get(`${path}?after=0&limit=200`)),
    async [Symbol.asyncDispose]() {
      await proxy[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
    },
  }
}

/** Only to write: nothing is followed. */
export const to = ({ url }: { url: string }) => ({ url, transports: [], pace: quick })
const textsOf = ({ items }: { items: { text: string }[] }) => items.map(({ text }) => text)

/** Notes what becomes of what is written. */
export function listen(parley: Parley) {
  const changes: OutboxChange[] = []
  parley.on('outbox', (change) => changes.push(change))
  const of = (outcome: string) => changes.filter((change) => change.outcome === outcome)
  return { parley, changes, of }
}
