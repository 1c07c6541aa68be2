import { expect, test } from 'bun:test'
import { PASSWORD } from '../client.ts'
import { databases } from '../databases.ts'
import { testServer } from '../server.ts'
import { openRaw, requestText, sendRaw } from './raw.ts'

const [sqlite] = databases as [(typeof databases)[0]]

const isAlive = async (url: string) => (await fetch(`${url}/healthz`)).status === 200

test('no request can be hidden in another one', async () => {
  await using server = await testServer(sqlite)
  const inner = 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n'
  const framings: Record<string, string>[] = [
    { 'Content-Length': '4', 'Transfer-Encoding': 'chunked' },
    ...['chunked, identity', 'xchunked', 'identity', 'chunked, chunked'].map((coding) => ({
      'Transfer-Encoding': coding,
    })),
    ...['-1', '+2', '2, 2', '0x2', '2 2', '99999999999999999999999', '1e1', ''].map((length) => ({
      'Content-Length': length,
    })),
    { 'Content-Length': '0', 'Content-Length ': '33' },
  ]
  for (const headers of framings) {
    const answer = await sendRaw(
      server.url,
      requestText('POST /api/v1/sessions HTTP/1.1', headers, `0\r\n\r\n${inner}`),
      150,
    )
    expect([headers, answer.status]).toEqual([headers, 400])
    expect(answer.text).not.toContain('"status":"ok"')
  }
  for (const chunk of ['ffffffffffffffffff\r\n{}', '-1\r\n{}', 'zz\r\n{}\r\n0\r\n\r\n', '2;x={}{}\r\n0'])
    expect([0, 400]).toContain(
      (
        await sendRaw(
          server.url,
          requestText('POST /api/v1/sessions HTTP/1.1', { 'Transfer-Encoding': 'chunked' }, chunk),
          150,
        )
      ).status,
    )
  const strange = ['X y: 1', 'X\0: 1', ': 1', 'X: a\0b', 'X: a\r\n folded', 'no colon']
  for (const line of strange) {
    const answer = await sendRaw(server.url, `GET /healthz HTTP/1.1\r\nHost: x\r\n${line}\r\n\r\n`, 150)
    expect([line, answer.status]).toEqual([line, 400])
  }
  expect(await isAlive(server.url)).toBe(true)
})

test('headers too many or too long are refused, and nothing that is sent comes back as a header', async () => {
  await using server = await testServer(sqlite)
  const alice = await server.signUp('alice')
  const get = (headers: Record<string, string>) =>
    sendRaw(
      server.url,
      requestText('GET /api/v1/users/me HTTP/1.1', { Authorization: `Bearer ${alice.token}`, ...headers }),
    )
  expect((await get({ 'X-Long': 'a'.repeat(1_048_576) })).status).toBe(431)
  expect(
    (await get(Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`X-${i}`, 'y'])))).status,
  ).toBe(431)
  const marked = 'parley-was-here'
  const split = `x%0d%0aSet-Cookie: ${marked}=1%0d%0a%0d%0a<script>`
  const everywhere = Object.fromEntries(
    [
      'Origin',
      'Referer',
      'User-Agent',
      'X-Request-Id',
      'Idempotency-Key',
      'If-Match',
      'Last-Event-ID',
      'Accept',
      'Cookie',
      'X-Forwarded-For',
      'Access-Control-Request-Method',
    ].map((name) => [name, `${marked}-${name}`]),
  )
  const lines = [
    'GET /',
    'GET /api/v1/users/me',
    'GET /api/v1/log/stream',
    'PATCH /api/v1/users/me',
    'OPTIONS /api/v1/users/me',
    'GET /socket.io/',
  ]
  for (const line of lines)
    for (const headers of [everywhere, { Origin: `http://${marked}.example` }]) {
      const { text, body } = await sendRaw(
        server.url,
        requestText(`${line}?query=${split.replaceAll(' ', '+')} HTTP/1.1`, headers),
        200,
      )
      expect([line, text.slice(0, text.length - body.length)]).toEqual([
        line,
        expect.not.stringContaining(marked),
      ])
      expect([line, body.includes('<script>') && !text.includes('nosniff')]).toEqual([line, false])
    }
  const typed = { 'Content-Type': `text/<script>${marked}`, 'Content-Length': '2' }
  const answer = await sendRaw(server.url, requestText('POST /api/v1/sessions HTTP/1.1', typed, '{}'))
  expect([answer.status, answer.headers['x-content-type-options']]).toEqual([415, 'nosniff'])
  const long = `${'u'.repeat(299)}\xf0\x9f\x8d\xb0`
  const bob = JSON.stringify({ username: 'bob', password: PASSWORD })
  const headers = { 'User-Agent': long, 'Content-Length': String(bob.length) }
  const login = requestText('POST /api/v1/users HTTP/1.1', headers, bob)
  expect((await sendRaw(server.url, login)).status).toBe(201)
  const { body } = await server.house.db.reader
    .selectFrom('entries')
    .select('body')
    .where('kind', '=', 'session.opened')
    .orderBy('seq', 'desc')
    .executeTakeFirstOrThrow()
  expect(JSON.parse(body).session.user_agent.isWellFormed()).toBe(true)
})

test('who sends half a header and stays keeps nobody from being served', async () => {
  await using server = await testServer(sqlite)
  const lazy = Array.from({ length: 300 }, () => openRaw(server.url))
  await Promise.all(lazy.map((socket) => new Promise((resolve) => socket.once('connect', resolve))))
  for (const [i, socket] of lazy.entries()) {
    socket.on('error', () => {})
    socket.write(
      i % 2
        ? 'GET /healthz HTTP/1.1\r\nHo'
        : 'POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{',
    )
  }
  const started = performance.now()
  for (let n = 0; n < 50; n++) expect(await isAlive(server.url)).toBe(true)
  expect(performance.now() - started).toBeLessThan(5000)
  for (const socket of lazy) socket.destroy()
  expect(await isAlive(server.url)).toBe(true)
})
