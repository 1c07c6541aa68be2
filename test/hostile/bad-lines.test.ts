import { expect, test } from 'bun:test'
import { type Client, PASSWORD } from '../client.ts'
import { databases } from '../databases.ts'
import { type TestServer, testServer } from '../server.ts'
import { openRaw, type RawAnswer, requestText, sendRaw } from './raw.ts'

const [sqlite] = databases as [(typeof databases)[0]]

const bearer = ({ token }: Client) => ({ Authorization: `Bearer ${token}` })

async function expectAlive({ url }: TestServer) {
  expect((await fetch(`${url}/healthz`)).status).toBe(200)
}

/** One of ours, with all that belongs to it. */
function expectProblem(about: string, answer: RawAnswer) {
  expect([about, answer.headers['content-type']]).toEqual([about, 'application/problem+json'])
  expect([about, JSON.parse(answer.body).status]).toEqual([about, answer.status])
  expect([about, JSON.parse(answer.body).request_id]).toEqual([about, answer.headers['x-request-id']])
}

test('addresses that leave the path, hide something in it, or are none, lead nowhere', async () => {
  await using server = await testServer(sqlite)
  const alice = await server.signUp('alice')
  const nowhere = [
    ...[
      '//api/v1/users/me',
      '/api/v1//users/me',
      '/api/v1/users/me//',
      '/API/V1/USERS/ME',
      '/api/v1/users/me;x=1',
    ],
    ...[
      '/%00',
      '/api/v1/users/me%00',
      '/api/v1/users/me%0d%0aX:%20y',
      '/api/v1/users/%ff',
      '/api/v1/users/%',
      '/api/v1/users/%zz',
    ],
    ...[
      '/api/v1/users/%c0%ae%c0%ae/',
      '/api/v1/users/%e0%80%af',
      '/api/v1/users/\xff\xfe',
      '/api/v1/users%2fme',
      '/api%5cv1',
    ],
    ...[
      '/docs/../../../etc/passwd',
      '/docs/%2e%2e/%2e%2e/secrets.json',
      '/docs/..%2f..%2fsecrets.json',
      '/docs/....//',
    ],
    ...[
      '/media/pictures/..%2f..%2fsecrets.json',
      '/media/pictures/%2e%2e',
      '/media/pictures/.',
      '/secrets.json',
      '/.env',
    ],
    ...[
      `/api/v1/users/${'a'.repeat(12_000)}`,
      '/api/v1/users/%252e%252e',
      '/api/v1/chats/constructor',
      '/__proto__',
    ],
  ]
  for (const path of nowhere) {
    const answer = await sendRaw(server.url, requestText(`GET ${path} HTTP/1.1`, bearer(alice)))
    expect([path.slice(0, 60), answer.status]).toEqual([path.slice(0, 60), 404])
    expectProblem(path.slice(0, 60), answer)
    expect(answer.text).not.toContain('tokenKey')
  }
  for (const path of [
    '/api/v1/users/me',
    '/api/v1/users/me/',
    '/api/v1/chats/../users/me',
    '/api/v1/users/%6d%65',
    '/api/v1/users/me#x',
  ])
    expect([
      path,
      (await sendRaw(server.url, requestText(`GET ${path} HTTP/1.1`, bearer(alice)))).status,
    ]).toEqual([path, 200])
  await expectAlive(server)
})

test('methods that do not exist are 404 or 405, HEAD is GET without a body, and OPTIONS changes nothing', async () => {
  await using server = await testServer(sqlite)
  const alice = await server.signUp('alice')
  for (const path of ['/api/v1/users/me', '/api/v1/log/stream', '/', '/nowhere'])
    for (const method of ['PROPFIND', 'TRACE', 'QUERY', 'OPTIONS', 'LINK', 'PURGE']) {
      const answer = await sendRaw(server.url, requestText(`${method} ${path} HTTP/1.1`, bearer(alice)))
      expect([method, path, answer.status]).toEqual([method, path, 404])
      expectProblem(`${method} ${path}`, answer)
    }
  // What is no method at all does not come as far as we.
  for (const method of ['FOO', 'get', 'A'.repeat(5000), 'G\0T', '"GET"'])
    expect([0, 400, 404, 405, 501, 505]).toContain(
      (await sendRaw(server.url, requestText(`${method} / HTTP/1.1`))).status,
    )
  for (const path of ['/api/v1/users/me', '/api/v1/log', '/api/v1/log/stream', '/healthz', '/openapi.json']) {
    const answer = await sendRaw(server.url, requestText(`HEAD ${path} HTTP/1.1`, bearer(alice)), 200)
    expect([path, answer.status, answer.body]).toEqual([path, 200, ''])
  }
  expect((await sendRaw(server.url, requestText('HEAD /api/v1/log/stream HTTP/1.1'))).status).toBe(401)
  expect(server.app.hub.size).toBe(0)
  await expectAlive(server)
})

test('a Host that is none is refused at every door; HTTP/1.0 needs none', async () => {
  await using server = await testServer(sqlite)
  const alice = await server.signUp('alice')
  const lines = [
    'GET /api/v1/users/me HTTP/1.1',
    'GET /socket.io/?EIO=4&transport=polling HTTP/1.1',
    'GET / HTTP/1.1',
  ]
  for (const host of [
    '',
    ' ',
    'a b',
    'x:99999',
    '[::1',
    '%',
    '/',
    'x/y',
    'x?y',
    '<script>',
    'a@b',
    '\x7f',
    '\xe9',
  ])
    for (const line of lines) {
      const answer = await sendRaw(server.url, requestText(line, { ...bearer(alice), Host: host }))
      expect([host, line, answer.status]).toEqual([host, line, 400])
      expectProblem(`${host} ${line}`, answer)
    }
  const keyed = { ...bearer(alice), Host: 'x:99999', 'Idempotency-Key': 'k', 'Content-Length': '2' }
  expect(
    (await sendRaw(server.url, requestText('PATCH /api/v1/users/me HTTP/1.1', keyed, '{}'))).status,
  ).toBe(400)
  const old = await sendRaw(
    server.url,
    `GET /api/v1/users/me HTTP/1.0\r\nAuthorization: Bearer ${alice.token}\r\n\r\n`,
  )
  expect([old.status, JSON.parse(old.body).username]).toEqual([200, 'alice'])
  expect((await sendRaw(server.url, 'GET /healthz HTTP/1.0\r\n\r\n')).status).toBe(200)
  expect((await sendRaw(server.url, 'GET / HTTP/1.1\r\n\r\n')).status).toBe(400)
  for (const text of [
    'GET /\r\n\r\n',
    'GET / HTTP/2.0\r\nHost: x\r\n\r\n',
    '\x16\x03\x01\x02\x00\x01\x00',
    '\r\n\r\n',
    '\0'.repeat(100),
  ])
    expect([0, 400, 505]).toContain((await sendRaw(server.url, text, 100)).status)
  await expectAlive(server)
})

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
  await expectAlive(server)
})

test('headers too many or too long are refused, and nothing that is sent comes back as a header', async () => {
  await using server = await testServer(sqlite)
  const alice = await server.signUp('alice')
  const get = (headers: Record<string, string>) =>
    sendRaw(server.url, requestText('GET /api/v1/users/me HTTP/1.1', { ...bearer(alice), ...headers }))
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
  for (let n = 0; n < 50; n++) await expectAlive(server)
  expect(performance.now() - started).toBeLessThan(5000)
  for (const socket of lazy) socket.destroy()
  await expectAlive(server)
})
