import { expect, test } from 'bun:test'
import { Socket } from 'engine.io-client'
import { testEngine } from '../../../test/engine.ts'
import { until } from '../../../test/until.ts'

type Its = ReturnType<typeof testEngine>

async function probed(its: Its, sid: string) {
  const socket = its.openSocket(sid)
  await socket.opened
  socket.say('2probe')
  await socket.toldAtLeast(1)
  expect(socket.told).toEqual(['3probe'])
  return socket
}

async function upgraded(its: Its) {
  const sid = await its.openPolling()
  const socket = await probed(its, sid)
  socket.say('5')
  await until(() => its.engine.sessions.get(sid)?.name === 'websocket')
  return { sid, socket, session: its.engine.sessions.get(sid)! }
}

test('the waiting poll ends, and the WebSocket takes over with what waits first', async () => {
  await using its = await testEngine()
  const sid = await its.openPolling()
  const session = its.opened[0]!
  const poll = its.packets(sid)
  await until(() => session.poll)
  const socket = await probed(its, sid)
  expect(await poll).toEqual(['6'])
  session.write('meanwhile')
  expect(session.name).toBe('polling')
  socket.say('5')
  await until(() => session.name === 'websocket')
  session.write('after')
  await socket.toldAtLeast(3)
  expect(socket.told).toEqual(['3probe', '4meanwhile', '4after'])
  expect((await its.poll(sid)).status).toBe(400)
  socket.say('4heard')
  await until(() => its.heard.length === 1)
})

test('a second WebSocket for an upgraded session is hung up on, and the first lives on', async () => {
  await using its = await testEngine()
  const { sid, socket, session } = await upgraded(its)
  const second = its.openSocket(sid)
  await second.closed
  expect(second.told).toEqual([])
  session.write('still here')
  await socket.toldAtLeast(2)
  socket.say('4me too')
  await until(() => its.heard.length === 1)
  expect(its.ended).toEqual([])
})

test('of two that want to take over, the second is hung up on, and only the first can', async () => {
  await using its = await testEngine()
  const sid = await its.openPolling()
  const sockets = [1, 2, 3, 4].map(() => its.openSocket(sid))
  await until(() => sockets.filter((socket) => !socket.isOpen()).length === 3)
  const first = sockets.find((socket) => socket.isOpen())!
  // That the others hung up changes nothing for the first: no fifth takes its place.
  await its.openSocket(sid).closed
  first.say('2probe')
  await first.toldAtLeast(1)
  first.say('5')
  await until(() => its.opened[0]!.name === 'websocket')
  its.opened[0]!.write('hello')
  await first.toldAtLeast(2)
  expect(its.opened).toHaveLength(1)
})

test('who takes over without having asked, or says anything else, is hung up on, and the polling lives on', async () => {
  await using its = await testEngine()
  const sid = await its.openPolling()
  for (const word of ['5', '4hello', '2', 'x']) {
    const socket = its.openSocket(sid)
    await socket.opened
    socket.say(word)
    await socket.closed
    await until(() => its.opened[0]!.probe === undefined)
  }
  its.opened[0]!.write('still polling')
  expect(await its.packets(sid)).toEqual(['4still polling'])
  const fifth = await probed(its, sid)
  fifth.close()
  await until(() => its.opened[0]!.probe === undefined)
  expect(its.heard).toEqual([])
  expect(its.ended).toEqual([])
})

test('a WebSocket for a session that nobody knows is refused', async () => {
  await using its = await testEngine()
  await its.openSocket('nobody').closed
  expect(its.engine.sessions.size).toBe(0)
})

test('an upgrade under load loses nothing and doubles nothing, in either direction', async () => {
  await using its = await testEngine()
  const client = new Socket(its.address.replace('/socket.io/?EIO=4', ''), {
    path: '/socket.io/',
    transports: ['polling', 'websocket'],
  })
  const got: string[] = []
  client.on('message', (text) => void got.push(String(text)))
  const change = Promise.withResolvers<void>()
  client.on('upgrade', () => change.resolve())
  await until(() => its.opened.length === 1)
  const [session] = its.opened
  let n = 0
  const talk = () => {
    session!.write(`${n}`)
    client.send(`${n}`)
    n++
  }
  let over = false
  void change.promise.then(() => {
    over = true
  })
  while (!over) {
    for (let i = 0; i < 5; i++) talk()
    await new Promise((resolve) => setImmediate(resolve))
  }
  for (let i = 0; i < 100; i++) talk()
  const all = Array.from({ length: n }, (_, i) => `${i}`)
  await until(() => got.length >= n && its.heard.length >= n)
  expect(got).toEqual(all)
  expect(its.heard).toEqual(all)
  expect(session!.name).toBe('websocket')
  expect(n).toBeGreaterThan(110)
  client.close()
  await its.allGone()
})
