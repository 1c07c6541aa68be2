import { expect, test } from 'bun:test'
import type { Client } from '../client.ts'
import { databases } from '../databases.ts'
import { type TestServer, testServer } from '../server.ts'
import { type RawAnswer, requestText, sendRaw } from './raw.ts'

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
  // The document is made when it is first asked for, which takes a while.
  await (await fetch(`${server.url}/openapi.json`)).text()
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
