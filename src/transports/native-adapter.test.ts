import { expect, test } from 'bun:test'
import type { Server as BunServer } from 'bun'
import { Server, type Socket } from 'socket.io'
import { type Socket as ClientSocket, io as connect } from 'socket.io-client'
import { until } from '../../test/until.ts'
import { Engine } from './engine/server.ts'
import { type NativeAdapter, publishingBy } from './native-adapter.ts'

/** Socket.IO on our engine with our adapter; namespace `/chat`. */
function testSockets() {
  const engine = new Engine({
    pingInterval: 25_000,
    pingTimeout: 20_000,
    maxPayload: 1e6,
    maxWaiting: 1e6,
    origins: [],
  })
  const io = new Server({ serveClient: false })
  let server: BunServer<unknown> | undefined
  const published: string[] = []
  io.adapter(
    publishingBy((topic, frame) => {
      published.push(topic)
      server?.publish(topic, frame)
    }),
  )
  io.bind(engine)
  const nsp = io.of('/chat')
  server = Bun.serve({
    port: 0,
    websocket: engine.websocket as unknown as Bun.WebSocketHandler<unknown>,
    fetch: (request, server) => engine.handle(request, server),
  })
  const clients: ClientSocket[] = []
  async function join(transports: string[], ...rooms: string[]) {
    const arriving = new Promise<Socket>((resolve) => nsp.once('connection', resolve))
    const client = connect(`http://127.0.0.1:${server!.port}/chat`, { transports, forceNew: true })
    clients.push(client)
    const heard: unknown[] = []
    client.onAny((...given: unknown[]) => void heard.push(given[0] === 'say' ? given[1] : given))
    const socket = await arriving
    void socket.join(rooms)
    await until(() => client.connected)
    return { client, socket, heard }
  }
  return {
    io,
    nsp,
    adapter: nsp.adapter as NativeAdapter,
    published,
    join,
    websocket: (...rooms: string[]) => join(['websocket'], ...rooms),
    polling: (...rooms: string[]) => join(['polling'], ...rooms),
    async [Symbol.asyncDispose]() {
      for (const client of clients) client.disconnect()
      engine.close()
      await server?.stop(true)
    },
  }
}

type Member = Awaited<ReturnType<ReturnType<typeof testSockets>['join']>>
const packet = (what: unknown) => `2/chat,["say",${JSON.stringify(what)}]`
const heardAll = (member: Member, many: number) => until(() => member.heard.length >= many)

for (const way of ['websocket', 'polling'] as const) {
  test(`${way}: frames written singly and published come in the order in which they were said`, async () => {
    await using its = testSockets()
    const bob = await its[way]('walks')
    for (let i = 0; i < 300; i++) {
      if (i % 3 === 0) bob.socket.emit('say', i)
      else if (i % 3 === 1) its.adapter.publishEncoded('walks', packet(i))
      else its.nsp.to('walks').emit('say', i)
    }
    await heardAll(bob, 300)
    expect(bob.heard).toEqual(Array.from({ length: 300 }, (_, i) => i))
    expect(its.published).toHaveLength(200)
  })

  test(`${way}: who leaves hears what was said before, and nothing after, all in one tick`, async () => {
    await using its = testSockets()
    const bob = await its[way]('walks', 'other')
    const cleo = await its.websocket('walks')
    its.adapter.publishEncoded('walks', packet('before'))
    its.adapter.publishEncoded('walks', packet('bob is removed'))
    void bob.socket.leave('walks')
    its.adapter.publishEncoded('walks', packet('behind his back'))
    bob.socket.emit('say', 'to you alone')
    its.adapter.publishEncoded('other', packet('elsewhere'))
    await heardAll(bob, 4)
    await heardAll(cleo, 3)
    expect(bob.heard).toEqual(['before', 'bob is removed', 'to you alone', 'elsewhere'])
    expect(cleo.heard).toEqual(['before', 'bob is removed', 'behind his back'])
  })

  test(`${way}: who joins hears what is said after, and nothing before, all in one tick`, async () => {
    await using its = testSockets()
    const bob = await its[way]()
    const cleo = await its.websocket('walks')
    its.adapter.publishEncoded('walks', packet('before'))
    void bob.socket.join('walks')
    its.adapter.publishEncoded('walks', packet('after'))
    void bob.socket.leave('walks')
    its.adapter.publishEncoded('walks', packet('without him'))
    void bob.socket.join('walks')
    its.adapter.publishEncoded('walks', packet('again'))
    await heardAll(bob, 2)
    await heardAll(cleo, 4)
    expect(bob.heard).toEqual(['after', 'again'])
    expect(cleo.heard).toEqual(['before', 'after', 'without him', 'again'])
  })
}

test('a socket goes native with its upgrade, and hears each thing once, in order', async () => {
  await using its = testSockets()
  const bob = await its.join(['polling', 'websocket'], 'walks')
  let n = 0
  while (bob.socket.conn.transport.name === 'polling') {
    bob.socket.emit('say', n++)
    its.adapter.publishEncoded('walks', packet(n++))
    await new Promise((resolve) => setImmediate(resolve))
  }
  for (let i = 0; i < 50; i++) {
    bob.socket.emit('say', n++)
    its.adapter.publishEncoded('walks', packet(n++))
  }
  await heardAll(bob, n)
  void bob.socket.leave('walks')
  its.adapter.publishEncoded('walks', packet('gone'))
  bob.socket.emit('say', 'last')
  await heardAll(bob, n + 1)
  expect(bob.heard).toEqual([...Array.from({ length: n }, (_, i) => i), 'last'])
})

test('everything else that Socket.IO can say still goes its own way', async () => {
  await using its = testSockets()
  const bob = await its.websocket('walks', 'cakes')
  const cleo = await its.websocket('walks')
  const dora = await its.polling('cakes')
  its.nsp.to('walks').except(bob.socket.id).emit('say', 'not to bob')
  bob.socket.to('walks').emit('say', 'from bob')
  its.nsp.to('walks').to('cakes').emit('say', 'to both, once')
  its.nsp.emit('say', 'to all')
  its.nsp.to(dora.socket.id).emit('say', 'to dora')
  its.nsp.volatile.to('walks').emit('say', 'volatile')
  its.nsp.local.to('walks').emit('say', 'local')
  its.nsp.to('walks').emit('say', Buffer.from('binary'))
  its.nsp.to('nobody').emit('say', 'to nobody')
  cleo.client.on('ask', (answer) => answer('cleo'))
  bob.client.on('ask', (answer) => answer('bob'))
  const answers = await its.nsp.timeout(2000).to('walks').emitWithAck('ask')
  expect(answers.toSorted()).toEqual(['bob', 'cleo'])
  await heardAll(dora, 3)
  const said = (member: Member) => member.heard.filter((one) => typeof one === 'string')
  expect(said(bob)).toEqual(['to both, once', 'to all', 'volatile', 'local'])
  expect(said(cleo)).toEqual(['not to bob', 'from bob', 'to both, once', 'to all', 'volatile', 'local'])
  expect(said(dora)).toEqual(['to both, once', 'to all', 'to dora'])
  for (const member of [bob, cleo]) expect(member.heard).toContainEqual(Buffer.from('binary'))
})

for (const way of ['websocket', 'polling'] as const)
  test(`${way}: namespaces on one connection have rooms of their own; who leaves one hears the other`, async () => {
    await using its = testSockets()
    const other = its.io.of('/other')
    const bob = await its[way]('walks')
    await its.websocket('walks')
    const also = bob.client.io.socket('/other')
    const packets: string[] = []
    bob.client.io.engine.on('data', (data) => void packets.push(String(data)))
    other.on('connection', (socket) => void socket.join('walks'))
    await until(() => also.connected)
    other.to('walks').emit('say', 'other')
    its.nsp.to('walks').emit('say', 'chat')
    await heardAll(bob, 1)
    bob.socket.disconnect()
    its.nsp.to('walks').emit('say', 'gone')
    other.to('walks').emit('say', 'last')
    await until(() => packets.some((data) => data.includes('last')))
    expect(packets.filter((data) => data.includes('say'))).toEqual([
      '2/other,["say","other"]',
      '2/chat,["say","chat"]',
      '2/other,["say","last"]',
    ])
    expect(bob.heard).toEqual(['chat'])
  })

test('who has gone leaves nothing behind', async () => {
  await using its = testSockets()
  const members = [await its.websocket('walks'), await its.polling('walks'), await its.websocket('walks')]
  members[0]!.client.disconnect()
  members[1]!.client.disconnect()
  members[2]!.socket.disconnect(true)
  await until(() => its.nsp.sockets.size === 0)
  expect([its.adapter.rooms.size, its.adapter.sids.size]).toEqual([0, 0])
  its.adapter.publishEncoded('walks', packet('to nobody'))
  expect(its.published).toEqual([])
})

/** If this fails after an upgrade of socket.io, read `native-adapter.ts` and `engine/session.ts` against its sources. */
test('Socket.IO is inside as we think it is', async () => {
  await using its = testSockets()
  const bob = await its.websocket('walks')
  const { id } = bob.socket
  const base = Object.getPrototypeOf(Object.getPrototypeOf(Object.getPrototypeOf(its.adapter)))
  for (const method of ['addAll', 'del', 'delAll', 'broadcast', 'broadcastWithAck', 'apply'])
    expect([method, typeof base[method]]).toEqual([method, 'function'])
  expect(its.adapter.rooms.get('walks')).toEqual(new Set([id]))
  expect(its.adapter.sids.get(id)).toEqual(new Set([id, 'walks']))
  expect(its.nsp.sockets.get(id)).toBe(bob.socket)
  const client = its.adapter.clientOf(id)!
  expect(client.conn as unknown).toBe(bob.socket.conn)
  expect(client.writeToEngine).toHaveLength(2)
  const { encoder } = its.adapter as unknown as { encoder: { encode(packet: object): unknown[] } }
  expect(encoder.encode({ type: 2, nsp: '/chat', data: ['say', 1] })).toEqual(['2/chat,["say",1]'])
  const conn = bob.socket.conn as unknown as Record<string, unknown>
  for (const [field, type] of Object.entries({
    id: 'string',
    readyState: 'string',
    protocol: 'number',
    write: 'function',
    close: 'function',
    on: 'function',
    once: 'function',
    removeListener: 'function',
  }))
    expect([field, typeof conn[field]]).toEqual([field, type])
})
