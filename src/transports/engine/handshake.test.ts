import { expect, test } from 'bun:test'
import { connect } from 'node:net'
import { testEngine } from '../../../test/engine.ts'

test('what is no handshake is refused with its number', async () => {
  await using its = await testEngine()
  const base = its.address.replace('EIO=4', '')
  const refused = async (query: string, init?: RequestInit) => {
    const answer = await fetch(base + query, init)
    expect(answer.status).toBe(400)
    return ((await answer.json()) as { code: number }).code
  }
  expect(await refused('')).toBe(0)
  expect(await refused('EIO=4')).toBe(0)
  expect(await refused('EIO=4&transport=webtransport')).toBe(0)
  expect(await refused('EIO=4&transport=__proto__')).toBe(0)
  expect(await refused('EIO=4&transport=polling&sid=unknown')).toBe(1)
  expect(await refused('EIO=4&transport=polling&sid=')).toBe(1)
  expect(await refused('EIO=4&transport=polling&sid=__proto__')).toBe(1)
  expect(await refused('EIO=4&transport=polling', { method: 'POST', body: '4x' })).toBe(2)
  expect(await refused('EIO=4&transport=polling', { method: 'PUT' })).toBe(2)
  expect(await refused('EIO=4&transport=websocket')).toBe(3)
  expect(await refused('EIO=3&transport=polling')).toBe(5)
  expect(await refused('transport=polling')).toBe(5)
  expect(its.engine.sessions.size).toBe(0)
  expect(its.opened).toEqual([])
})

test('a session is greeted with what it may do', async () => {
  await using its = await testEngine()
  const greeting = await (await its.poll(undefined)).text()
  expect(greeting[0]).toBe('0')
  expect(JSON.parse(greeting.slice(1))).toEqual({
    sid: expect.stringMatching(/^[\w-]{20}$/),
    upgrades: ['websocket'],
    pingInterval: 25_000,
    pingTimeout: 20_000,
    maxPayload: 10_000,
  })
  const socket = its.openSocket()
  await socket.toldAtLeast(1)
  expect(JSON.parse(String(socket.told[0]).slice(1))).toMatchObject({ upgrades: [] })
  expect(its.engine.sessions.size).toBe(2)
})

test('only pages of origins that are configured may read the answer', async () => {
  await using closed = await testEngine()
  await using its = await testEngine({ origins: ['https://chat.example'] })
  const allowed = async (engine: typeof its, origin: string, method = 'GET') => {
    const { headers } = await engine.poll(undefined, { method, headers: { Origin: origin } })
    return headers.get('access-control-allow-origin')
  }
  expect(await allowed(its, 'https://chat.example')).toBe('https://chat.example')
  expect(await allowed(its, 'https://chat.example', 'OPTIONS')).toBe('https://chat.example')
  expect(await allowed(its, 'https://evil.example')).toBeNull()
  expect(await allowed(its, 'https://evil.example', 'OPTIONS')).toBeNull()
  expect(await allowed(its, 'https://chat.example.evil.example')).toBeNull()
  expect(await allowed(closed, 'https://chat.example')).toBeNull()
  await using open = await testEngine({ origins: ['*'] })
  expect(await allowed(open, 'https://evil.example')).toBe('https://evil.example')
})

test('a client that wants its connection closed is told that it will be', async () => {
  await using its = await testEngine()
  const ask = (connection: string) =>
    new Promise<string>((resolve) => {
      let text = ''
      const line = connect(Number(new URL(its.address).port), '127.0.0.1')
      line.on('data', (data) => {
        text += data
        if (text.includes('pingInterval')) line.end()
      })
      line.on('close', () => resolve(text))
      line.write(`GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: here\r\n${connection}\r\n`)
    })
  expect((await ask('Connection: close\r\n')).toLowerCase()).toContain('\r\nconnection: close\r\n')
  expect((await ask('')).toLowerCase()).not.toContain('connection: close')
})
