import { expect, test } from 'bun:test'
import { testEngine } from '../../../test/engine.ts'
import { until } from '../../../test/until.ts'

test('a poll waits for something to say, and takes along all that waits', async () => {
  await using its = await testEngine()
  const sid = await its.openPolling()
  const [session] = its.opened
  const waiting = its.packets(sid)
  await until(() => session!.poll)
  session!.write('one')
  expect(await waiting).toEqual(['4one'])
  session!.write('two')
  session!.write(Buffer.from([1, 2, 3]))
  expect(await its.packets(sid)).toEqual(['4two', 'bAQID'])
})

test('what is posted is heard in order, binary as bytes', async () => {
  await using its = await testEngine()
  const sid = await its.openPolling()
  const answer = await its.post(sid, '4one\x1ebAQID\x1e4\x1e4two')
  expect([answer.status, await answer.text()]).toEqual([200, 'ok'])
  expect(its.heard).toEqual(['one', Buffer.from([1, 2, 3]), '', 'two'])
})

test('over a WebSocket, text and binary go both ways', async () => {
  await using its = await testEngine()
  const socket = its.openSocket()
  await socket.toldAtLeast(1)
  socket.say('4hello')
  socket.say(new Uint8Array([1, 2, 3]))
  await until(() => its.heard.length === 2)
  expect(its.heard).toEqual(['hello', Buffer.from([1, 2, 3])])
  its.opened[0]!.write('text')
  its.opened[0]!.write(Buffer.from([4, 5]))
  await socket.toldAtLeast(3)
  expect(socket.told.slice(1)).toEqual(['4text', new Uint8Array([4, 5]).buffer])
})

test('two polls at once end the session, and both are answered', async () => {
  await using its = await testEngine()
  const sid = await its.openPolling()
  const first = its.poll(sid)
  await until(() => its.opened[0]!.poll)
  expect((await its.poll(sid)).status).toBe(400)
  expect(await (await first).text()).toBe('1')
  expect(its.ended).toEqual(['transport error'])
  expect(its.engine.sessions.size).toBe(0)
  expect((await its.poll(sid)).status).toBe(400)
})

test('who gives a poll up has gone', async () => {
  await using its = await testEngine()
  const sid = await its.openPolling()
  const giveUp = new AbortController()
  const poll = its.poll(sid, { signal: giveUp.signal }).catch(() => 'given up')
  await until(() => its.opened[0]!.poll)
  giveUp.abort()
  expect(await poll).toBe('given up')
  await its.allGone()
  expect(its.ended).toEqual(['transport close'])
})

test('a body that is too long ends the session; one that is just not too long is heard', async () => {
  await using its = await testEngine({ maxPayload: 1000 })
  const sid = await its.openPolling()
  expect((await its.post(sid, `4${'x'.repeat(999)}`)).status).toBe(200)
  expect(its.heard).toEqual(['x'.repeat(999)])
  expect((await its.post(sid, `4${'é'.repeat(500)}`)).status).toBe(413)
  expect(its.heard).toHaveLength(1)
  expect(its.engine.sessions.size).toBe(0)
})

test('a frame that is too long ends the session; one that is just not too long is heard', async () => {
  await using its = await testEngine({ maxPayload: 1000 })
  const socket = its.openSocket()
  await socket.toldAtLeast(1)
  socket.say(`4${'x'.repeat(999)}`)
  await until(() => its.heard.length === 1)
  socket.say(`4${'x'.repeat(1000)}`)
  await socket.closed
  await its.allGone()
  expect(its.heard).toHaveLength(1)
  expect(its.ended).toEqual(['transport close'])
})

for (const nonsense of ['', '9', 'x', '2', '2probe', '5', '6', '0{}'])
  test(`the packet ${JSON.stringify(nonsense)} ends the session`, async () => {
    await using its = await testEngine()
    const sid = await its.openPolling()
    await its.post(sid, nonsense)
    const socket = its.openSocket()
    await socket.toldAtLeast(1)
    socket.say(nonsense)
    await socket.closed
    await its.allGone()
    expect(its.ended).toEqual(['parse error', 'parse error'])
    expect(its.heard).toEqual([])
  })

test('nothing is heard of a body after the packet that ended the session', async () => {
  await using its = await testEngine()
  const sid = await its.openPolling()
  await its.post(sid, '4one\x1e9\x1e4two')
  expect(its.heard).toEqual(['one'])
  expect(its.engine.sessions.size).toBe(0)
})

test('a client says that it goes, by either transport', async () => {
  await using its = await testEngine()
  const sid = await its.openPolling()
  const poll = its.packets(sid)
  await until(() => its.opened[0]!.poll)
  await its.post(sid, '1')
  expect(await poll).toEqual(['6'])
  const socket = its.openSocket()
  await socket.toldAtLeast(1)
  socket.say('1')
  await socket.closed
  await its.allGone()
  expect(its.ended).toEqual(['transport close', 'transport close'])
})

test('who has been granted longer packets may send them, by either transport; others end by them', async () => {
  await using its = await testEngine({ maxPayload: 1000, maxGranted: 5000 })
  const long = `4${'語'.repeat(900)}`
  for (const isGranted of [false, true]) {
    const [sid, socket] = [await its.openPolling(), its.openSocket()]
    await socket.toldAtLeast(1)
    if (isGranted) for (const session of its.opened.slice(-2)) session.maxPayload = 5000
    expect((await its.post(sid, long)).status).toBe(isGranted ? 200 : 413)
    socket.say(long)
    if (!isGranted) await socket.closed
  }
  await until(() => its.heard.length === 2)
  expect(its.ended).toEqual(['payload too large', 'payload too large'])
  for (const { id } of its.opened.slice(-2)) expect(its.engine.sessions.has(id)).toBe(true)
})
