import { expect, test } from 'bun:test'
import type { Endpoint } from '../../src/http/endpoint.ts'
import { databases } from '../databases.ts'
import { testServer } from '../server.ts'
import { oldClient, type Reply } from './old-clients.ts'

const [sqlite] = databases as [(typeof databases)[0]]
const json = { 'Content-Type': 'application/json' }
const form = { 'Content-Type': 'application/x-www-form-urlencoded' }
const multipart = { 'Content-Type': 'multipart/form-data; boundary=x' }

/** Bodies that no call can do anything with: none, empty, of the wrong type, in another encoding than they say. */
const bodies: [what: string, init: RequestInit][] = [
  ['missing', {}],
  ['empty JSON', { headers: json, body: '' }],
  ['empty form', { headers: form, body: '' }],
  ['empty multipart', { headers: multipart, body: '' }],
  ['nothing in it', { headers: json, body: '{}' }],
  ['a list', { headers: json, body: '[]' }],
  ['text', { headers: json, body: '"username"' }],
  ['null', { headers: json, body: 'null' }],
  ['broken JSON', { headers: json, body: '{"username": ' }],
  ['JSON called a form', { headers: form, body: '{"username":"x","password":"four"}' }],
  ['a form called JSON', { headers: json, body: 'username=x&password=four' }],
  ['plain text', { headers: { 'Content-Type': 'text/plain' }, body: '{"username":"x"}' }],
  ['a broken multipart', { headers: multipart, body: '--y\r\nusername=x' }],
  ['no boundary', { headers: { 'Content-Type': 'multipart/form-data' }, body: 'x' }],
  ['escaped Latin-1', { headers: form, body: 'username=%E9&password=%E9%E9%E9%E9&email=%E9&body=%E9' }],
  [
    'a form that calls itself UTF-16',
    {
      headers: { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-16' },
      body: 'username=zoe&password=four&email=zoe%40example.org&body=x',
    },
  ],
  ['Latin-1', { headers: json, body: Buffer.from('{"username":"é"}', 'latin1') }],
  ['UTF-16', { headers: json, body: Buffer.from('{"username":"x"}', 'utf16le') }],
]

/** Each field that there is, with something in it that it cannot be. */
function wrongTypes({ body }: Endpoint): RequestInit[] {
  const names = Object.keys((body as { shape?: object } | undefined)?.shape ?? {})
  const filledWith = (value: unknown) =>
    JSON.stringify(Object.fromEntries(names.map((name) => [name, value])))
  return [7, true, { a: 1 }, [[]], 'a\0b'].map((value) => ({ headers: json, body: filledWith(value) }))
}

function expectRefusal(about: unknown[], { status, text, json }: Reply) {
  expect([...about, status, status >= 400 && status < 500]).toEqual([...about, status, true])
  if (text === '') return
  expect([...about, json]).toEqual([
    ...about,
    expect.objectContaining({
      type: expect.any(String),
      title: expect.any(String),
      status,
      detail: expect.any(String),
    }),
  ])
  const known = ['msg', 'error', 'message', 'errors'].some((name) => name in json)
  expect([...about, known]).toEqual([...about, true])
}

test('every call of every dialect refuses a body with which nothing can be done, in the words of that dialect', async () => {
  await using server = await testServer(sqlite)
  const alice = await server.signUp('alice')
  const client = oldClient(server)
  client.authorize(`Bearer ${alice.token}`)
  const calls = server.app.endpoints.filter((one) => one.manner && one.body && !one.takes)
  expect(calls.length).toBeGreaterThan(10)
  const before = (await server.house.db.reader.selectFrom('entries').select('seq').execute()).length
  for (const call of calls) {
    const path = call.path.replaceAll(/\{\w+\}/g, '1')
    const method = call.method.toUpperCase()
    for (const [what, init] of bodies)
      expectRefusal([method, path, what], await client.send(method, path, init))
    for (const init of wrongTypes(call))
      expectRefusal([method, path, init.body], await client.send(method, path, init))
  }
  const after = (await server.house.db.reader.selectFrom('entries').select('seq').execute()).length
  expect(after).toBe(before)
})

test('every call that needs to know who asks refuses who does not say it', async () => {
  await using server = await testServer(sqlite)
  const calls = server.app.endpoints.filter((one) => one.manner && one.access === 'user')
  expect(calls.length).toBeGreaterThan(10)
  for (const call of calls)
    for (const authorization of [undefined, 'Bearer', 'Bearer x', 'x.y.z', 'Basic eDp5']) {
      const client = oldClient(server)
      client.authorize(authorization)
      const reply = await client.send(call.method.toUpperCase(), call.path.replaceAll(/\{\w+\}/g, '1'))
      expectRefusal([call.path, authorization], reply)
      expect([call.path, authorization, reply.status]).toEqual([
        call.path,
        authorization,
        statusFor(call, authorization),
      ])
    }
})

/** Clients of txchat know another status for who shows nothing at all. */
function statusFor({ manner }: Endpoint, authorization: string | undefined): number {
  const showsNothing = authorization === undefined || authorization === 'Bearer'
  return manner!.name === 'txchat' && showsNothing ? 403 : 401
}

test('where clients of a dialect come to an address of ours, a refusal has what either looks for', async () => {
  await using server = await testServer(sqlite)
  const alice = await server.signUp('alice')
  const client = oldClient(server)
  const calls = server.app.endpoints.filter((one) => one.guests)
  expect(calls.length).toBeGreaterThan(15)
  for (const call of calls) {
    const path = call.path.replaceAll(/\{\w+\}/g, '1')
    for (const [token, end] of [
      [undefined, ''],
      ['Bearer x', '/'],
      [`Bearer ${alice.token}`, ''],
      [`Bearer ${alice.token}`, '/'],
    ] as const) {
      client.authorize(token)
      const isFine = !call.body && !path.endsWith('/1') && !path.includes('/1/')
      if (token?.endsWith(alice.token) && isFine) continue
      const init = call.body ? { headers: json, body: '{"title":7,"username":7}' } : {}
      const reply = await client.send(call.method.toUpperCase(), path + end, init)
      expectRefusal([call.method, path + end, token], reply)
      expect(reply.headers.get('content-type')).toBe('application/problem+json')
      expect([path, typeof reply.json.message]).toEqual([path, 'string'])
      // Lists are ours, words for each field are theirs; never both.
      if (reply.status === 400)
        expect([path + end, Array.isArray(reply.json.errors)]).toEqual([path + end, end === ''])
    }
  }
})

test('every call of a dialect is in the document under its tag, with an example of what it takes', async () => {
  await using server = await testServer(sqlite)
  const { paths } = (await (await fetch(`${server.url}/openapi.json`)).json()) as {
    paths: Record<
      string,
      Record<string, { tags: string[]; requestBody?: { content: Record<string, object> } }>
    >
  }
  const names = new Set(['txchat', 'pictever', 'eclectic', 'playhub', 'chatapp'])
  for (const { method, path, takes } of server.app.endpoints.filter((one) => one.manner)) {
    const { tags, requestBody } = paths[path]![method]!
    expect([path, tags.every((tag) => names.has(tag))]).toEqual([path, true])
    // A file comes in one way only.
    if (!requestBody || takes) continue
    const types = Object.entries(requestBody.content)
    expect([path, types.map(([type]) => type)]).toEqual([
      path,
      ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data'],
    ])
    expect([path, JSON.stringify(types).includes('"example"')]).toEqual([path, true])
  }
})
