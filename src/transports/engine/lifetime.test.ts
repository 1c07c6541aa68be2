import { expect, test } from 'bun:test'
import { testEngine } from '../../../test/engine.ts'
import { until } from '../../../test/until.ts'

const impatient = { pingInterval: 100, pingTimeout: 60 }

test('who does not answer a ping has gone, by either transport', async () => {
  await using its = await testEngine(impatient)
  const sid = await its.openPolling()
  expect(await its.packets(sid)).toEqual(['2'])
  const socket = its.openSocket()
  await socket.toldAtLeast(2)
  expect(socket.told[1]).toBe('2')
  await socket.closed
  await its.allGone()
  expect(its.ended).toEqual(['ping timeout', 'ping timeout'])
})

test('who answers his pings stays', async () => {
  await using its = await testEngine(impatient)
  const socket = its.openSocket()
  for (let pings = 1; pings <= 4; pings++) {
    await socket.toldAtLeast(pings + 1)
    socket.say('3')
  }
  expect(socket.told.slice(1)).toEqual(['2', '2', '2', '2'])
  expect(its.engine.sessions.size).toBe(1)
})

test('who opens a session and never polls is forgotten', async () => {
  await using its = await testEngine(impatient)
  await its.openPolling()
  expect(its.engine.sessions.size).toBe(1)
  await its.allGone()
  expect(its.ended).toEqual(['ping timeout'])
})

test('who does not fetch what waits for him is cut off before it is too much', async () => {
  await using its = await testEngine({ maxWaiting: 10_000, pingInterval: 1000 })
  const sid = await its.openPolling()
  const session = its.opened[0]!
  for (let i = 0; i < 9; i++) session.write('x'.repeat(1000))
  expect((await its.packets(sid)).length).toBe(9)
  for (let i = 0; i < 9; i++) session.write('x'.repeat(1000))
  expect(its.ended).toEqual([])
  for (let i = 0; i < 100; i++) session.write('x'.repeat(1000))
  expect(its.ended).toEqual(['too slow'])
  expect(session.writeBuffer).toEqual([])
  expect((await its.poll(sid)).status).toBe(400)
  await its.allGone()
})

test('a session that is closed says first what waits; one whose client never comes is forgotten', async () => {
  await using its = await testEngine(impatient)
  const [asking, gone] = [await its.openPolling(), await its.openPolling()]
  for (const session of its.opened) {
    session.write('goodbye')
    session.close()
    session.write('too late')
  }
  expect(await its.packets(asking)).toEqual(['4goodbye'])
  expect(await its.packets(asking)).toEqual(['1'])
  expect(its.engine.sessions.has(gone)).toBe(true)
  await its.allGone()
  expect(its.ended.toSorted()).toEqual(['forced close', 'ping timeout'])
})

test('a client may go while its session is being closed', async () => {
  await using its = await testEngine()
  const sid = await its.openPolling()
  its.opened[0]!.write('goodbye')
  its.opened[0]!.close()
  await its.post(sid, '4too late\x1e1')
  expect(its.engine.sessions.size).toBe(0)
  expect([its.heard, its.ended]).toEqual([[], ['transport close']])
})

test('when everybody has left, in whichever way, nothing is kept', async () => {
  await using its = await testEngine({ pingInterval: 1000, pingTimeout: 500 })
  const sids = await Promise.all(Array.from({ length: 20 }, () => its.openPolling()))
  const sockets = Array.from({ length: 20 }, () => its.openSocket())
  const probes = sids.slice(0, 10).map((sid) => its.openSocket(sid))
  const giveUp = new AbortController()
  const polls = sids.slice(5, 15).map((sid) => its.poll(sid, { signal: giveUp.signal }).catch(() => {}))
  await until(() => its.opened.length === 40)
  await Promise.all(probes.map((probe) => probe.opened))
  await until(() => its.opened.filter((session) => session.probe).length === 10)
  await until(() => its.opened.filter((session) => session.poll).length === 10)
  giveUp.abort()
  for (const socket of sockets.slice(10)) socket.close()
  for (const socket of sockets.slice(0, 10)) socket.say('1')
  await Promise.all(polls)
  await its.allGone()
  await Promise.all(probes.map((probe) => probe.closed))
  expect(its.ended).toHaveLength(40)
  for (const { poll, writeBuffer } of its.opened) expect([poll, writeBuffer]).toEqual([undefined, []])
})

test('an engine that closes ends sessions, polls and probes', async () => {
  await using its = await testEngine()
  const sid = await its.openPolling()
  const poll = its.packets(sid)
  await until(() => its.opened[0]!.poll)
  const probe = its.openSocket(sid)
  await until(() => its.opened[0]!.probe)
  const socket = its.openSocket()
  await socket.toldAtLeast(1)
  its.engine.close()
  expect(await poll).toEqual(['1'])
  await Promise.all([probe.closed, socket.closed])
  expect(its.engine.sessions.size).toBe(0)
  expect(its.ended).toEqual(['server shutting down', 'server shutting down'])
})
