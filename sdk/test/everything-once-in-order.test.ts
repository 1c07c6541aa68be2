import { expect, test } from 'bun:test'
import { client } from '../../test/client.ts'
import { mortalServer } from '../../test/mortal-server.mjs'
import { often } from '../../test/often.mjs'
import { until } from '../../test/until.ts'
import { connect, type TransportName } from '../src/parley.ts'
import { openProxy } from './proxy.mjs'
import { listen, quick } from './reader.ts'

const MESSAGES = often(40, 200)
const KILLS = often(3, 20)
const SOCKETS = '/socket.io'
const STREAM = '/api/v1/log/stream'
const POLL = '/api/v1/log?'
/** What something on the way refuses at a time, in turn. */
const obstacles = [[], [SOCKETS], [SOCKETS, STREAM], [STREAM], [SOCKETS, POLL], []]

const ways: (TransportName[] | undefined)[] = [
  undefined,
  ['socketio'],
  ['sse'],
  ['poll'],
  ['poll', 'socketio'],
]

const texts = Array.from({ length: MESSAGES }, (_, n) => `message ${n}`)

test(`alice writes ${MESSAGES} messages while the server is killed ${KILLS} times and the way is blocked; bob reads each once, in order, by every transport`, async () => {
  await using server = await mortalServer()
  await using proxy = await openProxy(() => server.url)
  const alice = await client(server.url, 'alice')
  const bob = await client(server.url, 'bob')
  const chat = await alice.post('/api/v1/chats', { title: 'storm', member_ids: [bob.id] })
  const { cursor: after } = await bob.get('/api/v1/log')
  const open = (who: typeof bob, transports?: TransportName[]) =>
    listen(
      connect({ url: proxy.url, token: who.token, after, pace: quick, ...(transports && { transports }) }),
    )
  const writer = open(alice)
  const readers = ways.map((transports) => open(bob, transports))
  const outcomes: string[] = []
  writer.parley.on('outbox', ({ outcome }) => outcomes.push(outcome))

  async function talk() {
    for (const text of texts) {
      writer.parley.write('POST', `/api/v1/chats/${chat.id}/messages`, { text })
      await Bun.sleep(Math.random() * 100)
    }
  }
  async function storm() {
    for (let n = 0; n < KILLS; n++) {
      await Bun.sleep(Math.random() * 600)
      proxy.block(...obstacles[n % obstacles.length]!)
      await Bun.sleep(Math.random() * 200)
      await server.kill()
      await Bun.sleep(Math.random() * 100)
      await server.start()
    }
    proxy.block()
  }
  await Promise.all([talk(), storm()])

  await until(() => writer.parley.state.waiting === 0)
  expect(outcomes.filter((one) => one === 'done').length).toBe(MESSAGES)
  expect(outcomes).not.toContain('refused')
  const { items } = await bob.get(`/api/v1/chats/${chat.id}/messages?after=0&limit=200`)
  expect(items.map(({ text }: { text: string }) => text)).toEqual(texts)

  const page = await bob.get(`/api/v1/log?after=${after}&limit=1000`)
  const expected = page.entries.map(({ seq }: { seq: number }) => seq)
  expect(expected.length).toBeGreaterThanOrEqual(MESSAGES)
  for (const reader of [writer, ...readers]) {
    await until(() => reader.entries.length >= page.entries.length)
    expect(reader.entries.map(({ seq }) => seq)).toEqual(expected)
    expect(reader.texts).toEqual(texts)
    expect(reader.parley.cursor).toBe(reader.entries.at(-1)!.cursor)
  }
  expect(readers[0]!.transports.sort()).toEqual(['poll', 'socketio', 'sse'])
  await until(() => readers[0]!.parley.state.transport === 'socketio')
  for (const { parley } of [writer, ...readers]) parley.close()
}, 120_000)
