import { expect, test } from 'bun:test'
import { databases } from '../../test/databases.ts'
import { listenBySocket, listenByWebSocket, listenToStream } from '../../test/listener.ts'
import { type Stage, stage, texts } from '../../test/stage.ts'
import { type Stalling, stallingSocket, stallingStream } from '../../test/stalling.ts'
import { until } from '../../test/until.ts'
import { append, follow } from '../log/append.ts'

const sqlite = databases[0]!
const lines = { 'Socket.IO': stallingSocket, 'server-sent events': stallingStream }

/** What need not survive, but has to be written to whoever is connected. */
function stuff({ server, group }: Stage) {
  server.house.signals.tell({ stream: `chat:${group}`, kind: 'stuffing', body: 'x'.repeat(60_000) })
}

/** Many entries for the group, in one transaction. */
function fill({ server, group }: Stage, many: number) {
  const body = { text: 'x'.repeat(700) }
  return server.house.commit(async (tx) => {
    for (let i = 0; i < many; i++)
      append(tx, { stream: `chat:${group}`, kind: 'test.filled', actorId: null, body })
  })
}

const seqs = (ear: { entries(): { seq: number }[] }) => ear.entries().map((entry) => entry.seq)

for (const [door, open] of Object.entries(lines)) {
  test(`${door}: who stops reading is cut off, others hear on, and nothing is missed on coming back`, async () => {
    await using its = await stage(sqlite, { env: { PARLEY_MAX_BUFFER_BYTES: '65536' } })
    const { url, bob, cleo, server } = its
    const cursor = await its.cursorOf(bob)
    const of_cleo = listenByWebSocket(url, cleo.token)
    await of_cleo.ready
    const stalled = open(url, bob.token, cursor)
    await its.say('0')
    await until(() => stalled.entries().length === 1)
    stalled.stop()
    let n = 1
    const memory = process.memoryUsage().rss
    while (server.app.hub.of(bob.id).size > 0) {
      for (let i = 0; i < 5; i++) stuff(its)
      await its.say(`${n++}`)
    }
    // The kernel holds some megabytes for a line; we hold no more than the buffer.
    expect(n).toBeGreaterThan(2)
    expect(n).toBeLessThan(100)
    expect(process.memoryUsage().rss - memory).toBeLessThan(60e6)
    await its.say('the end')
    await until(() => texts(of_cleo).includes('the end'))
    stalled.readOn()
    await stalled.closed
    const back = open(url, bob.token, stalled.cursor()!)
    await until(() => texts({ heard: back.entries() }).includes('the end'))
    const all = texts({ heard: [...stalled.entries(), ...back.entries()] })
    expect(all).toEqual([...Array.from({ length: n }, (_, i) => `${i}`), 'the end'])
    back.close()
  }, 20_000)

  test(`${door}: catching up with 20,000 entries waits for a slow reader and blocks nobody`, async () => {
    await using its = await stage(sqlite)
    const { url, alice, bob, cleo, server } = its
    const cursor = await its.cursorOf(bob)
    await fill(its, 20_000)
    const of_cleo = listenByWebSocket(url, cleo.token)
    await of_cleo.ready
    const reader = open(url, bob.token, cursor)
    await until(() => reader.entries().length > 100)
    reader.stop()
    let slowest = 0
    for (let i = 0; i < 20; i++) {
      const started = performance.now()
      await its.say(`${i}`, alice)
      await until(() => texts(of_cleo).includes(`${i}`))
      slowest = Math.max(slowest, performance.now() - started)
    }
    expect(slowest).toBeLessThan(1000)
    const { values } = await server.house.metrics.caughtUp.get()
    expect(values[0]!.value).toBeLessThan(18_000)
    reader.readOn()
    await until(() => reader.entries().length === 20_020)
    expect(seqs(reader)).toEqual([...new Set(seqs(reader))].toSorted((a, b) => a - b))
    await its.say('live')
    await until(() => texts({ heard: reader.entries() }).at(-1) === 'live')
    reader.close()
    await until(() => server.app.hub.of(bob.id).size === 0)
  }, 20_000)
}

test('a stream that takes nothing at all while it catches up is given up after two heartbeats', async () => {
  await using its = await stage(sqlite, { env: { PARLEY_HEARTBEAT_SECONDS: '1' } })
  const { url, bob, server } = its
  const cursor = await its.cursorOf(bob)
  await fill(its, 15_000)
  const reader: Stalling = stallingStream(url, bob.token, cursor)
  await until(() => reader.entries().length > 100)
  reader.stop()
  await until(() => server.app.hub.of(bob.id).size === 0)
  expect(reader.entries().length).toBeLessThan(15_000)
  reader.close()
}, 20_000)

test('who does not poll any more is cut off before much waits for him', async () => {
  await using its = await stage(sqlite, { env: { PARLEY_MAX_BUFFER_BYTES: '65536' } })
  const { url, bob, server } = its
  const ear = listenBySocket(['polling'])(url, bob.token)
  await ear.ready
  const engine = ear.socket.io.engine
  // The client's own machinery is brought to a halt: no further poll is asked for.
  ;(engine.transport as unknown as { doPoll(): void }).doPoll = () => {}
  let n = 0
  while (server.app.hub.of(bob.id).size > 0) {
    stuff(its)
    n++
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(n).toBeLessThan(20)
  ear.close()
})

test('somebody who is in thousands of chats connects, and hears each of them', async () => {
  await using its = await stage(sqlite)
  const { url, bob, server } = its
  const streams = Array.from({ length: 3000 }, (_, i) => `chat:${i}`)
  await server.house.commit(async (tx) => {
    for (const stream of streams) {
      follow(tx, [bob.id], stream)
      append(tx, { stream, kind: 'test.begun', actorId: null, body: null })
    }
  })
  const started = performance.now()
  const ears = [
    listenByWebSocket(url, bob.token),
    listenToStream(url, bob.token),
    listenBySocket(['polling'])(url, bob.token),
  ]
  await Promise.all(ears.map((ear) => ear.ready))
  expect(performance.now() - started).toBeLessThan(3000)
  await server.house.commit(async (tx) => {
    for (const stream of streams) append(tx, { stream, kind: 'test.said', actorId: null, body: null })
  })
  for (const ear of ears) {
    await until(() => ear.heard.length === 3000)
    expect(ear.heard.map((entry) => entry.stream)).toEqual(streams)
    ear.close()
  }
  await its.empty()
})
