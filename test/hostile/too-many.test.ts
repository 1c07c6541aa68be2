import { expect, test } from 'bun:test'
import { io } from 'socket.io-client'
import { newId } from '../../src/id.ts'
import { ask, type Client } from '../client.ts'
import { databases } from '../databases.ts'
import { type TestServer, testServer } from '../server.ts'

/** One answer takes a tenth of this on a machine that has time. */
const MOST_MS = 2000

async function soon<T>(about: string, work: Promise<T>): Promise<T> {
  const started = performance.now()
  const answer = await work
  expect([about, performance.now() - started < MOST_MS]).toEqual([about, true])
  return answer
}

const ids = (many: number) => Array.from({ length: many }, newId)

async function expectBounded(server: TestServer, alice: Client, bob: Client) {
  const chats = '/api/v1/chats'
  const make = (member_ids: string[]) => soon('make', alice.ask('POST', chats, { title: 'Many', member_ids }))
  expect((await make(ids(5000))).status).toBe(404)
  expect((await make([...ids(4999), bob.id])).status).toBe(404)
  expect((await make(ids(10_000))).status).toBe(409)
  expect((await make(ids(30_000))).status).toBe(413)
  const group = await make(Array.from({ length: 5000 }, (_, i) => (i % 2 ? bob.id : alice.id)))
  expect([group.status, group.body.member_count]).toEqual([201, 2])
  const add = (user_ids: string[]) =>
    soon('add', alice.ask('POST', `${chats}/${group.body.id}/members`, { user_ids }))
  expect((await add(ids(501))).status).toBe(400)
  expect((await add(ids(500))).status).toBe(404)
  expect((await add(Array(500).fill(bob.id))).status).toBe(200)
  const seen = async (user_ids: string[]) =>
    (await alice.ask('GET', `/api/v1/presence?user_ids=${user_ids}`)).status
  expect([
    await seen(ids(300)),
    await seen(ids(301)),
    await seen(ids(5000)),
    await seen([',,,', 'x']),
  ]).toEqual([200, 400, 431, 400])
  const { body } = await alice.ask('GET', chats)
  expect(body.items).toHaveLength(1)
  expect(server.house.tail.head.seq).toBeLessThan(20)
}

async function expectWatched(server: TestServer, alice: Client, bob: Client) {
  const socket = io(`${server.url}/v1`, { transports: ['websocket'], auth: { token: alice.token } })
  await new Promise((resolve) => socket.on('ready', resolve))
  const watch = (user_ids: unknown) => soon('watch', socket.emitWithAck('watch', { user_ids }))
  for (const bad of [ids(501), ids(5000), 'x', { length: 1e9 }, [['x']], Array(500).fill(null)])
    expect((await watch(bad)).problem.code).toBe('invalid')
  for (let n = 0; n < 40; n++) expect((await watch([...ids(498), bob.id])).answer.items).toHaveLength(499)
  const [connection] = [...server.app.hub.of(alice.id)]
  expect([...connection!.streams].filter((stream) => stream.startsWith('presence:'))).toEqual([
    `presence:${bob.id}`,
  ])
  const all = Array.from({ length: 2000 }, () => socket.emitWithAck('watch', { user_ids: [bob.id] }))
  expect((await Promise.all(all)).every(({ answer }) => answer.items.length === 1)).toBe(true)
  await socket.emitWithAck('watch', { user_ids: [] })
  expect([...connection!.streams].filter((stream) => stream.startsWith('presence:'))).toEqual([])
  socket.close()
}

/** However many are handed out, each opens one stream; the one that is used by many at once, too. */
async function expectTickets(server: TestServer, alice: Client) {
  const issued = await Promise.all(
    Array.from({ length: 200 }, () => alice.post('/api/v1/users/me/stream-ticket')),
  )
  expect(new Set(issued.map(({ ticket }) => ticket)).size).toBe(200)
  async function open(ticket: string) {
    const { status, body } = await fetch(`${server.url}/api/v1/log/stream?ticket=${ticket}`)
    await body?.cancel()
    return status
  }
  const ticket = issued[0]!.ticket
  const statuses = await Promise.all(Array.from({ length: 20 }, () => open(ticket)))
  expect(statuses.toSorted()).toEqual([200, ...Array(19).fill(401)])
  expect(await open(issued[1]!.ticket)).toBe(200)
  expect(await open(issued[1]!.ticket)).toBe(401)
  await server.house.commit(({ db }) => db.deleteFrom('stream_tickets').execute())
  expect(await open(issued[2]!.ticket)).toBe(401)
}

const notWhole = [
  '-1',
  '1.5',
  '1e2',
  '0x10',
  '+1',
  ' 1',
  '',
  'NaN',
  'null',
  '١',
  '1'.repeat(16),
  '9'.repeat(400),
  '%00',
  '[]',
]

async function expectWhole(alice: Client, bob: Client) {
  const { id } = await alice.post('/api/v1/chats', { title: 'Numbers', member_ids: [bob.id] })
  await alice.post(`/api/v1/chats/${id}/messages`, { text: 'one' })
  const chat = `/api/v1/chats/${id}`
  const places = { limit: ['0', '201'], before: [], after: [], around: [] }
  for (const [name, more] of Object.entries(places))
    for (const bad of [...notWhole, ...more])
      expect([name, bad, (await alice.ask('GET', `${chat}/messages?${name}=${bad}`)).status]).toEqual([
        name,
        bad,
        400,
      ])
  for (const list of [
    '/api/v1/chats',
    '/api/v1/users',
    `${chat}/members`,
    `${chat}/invites`,
    '/api/v1/admin/users',
  ])
    for (const bad of [...notWhole, '0', '201'])
      expect([list, bad, (await alice.ask('GET', `${list}?limit=${bad}`)).status]).toEqual([list, bad, 400])
  for (const query of [
    'before=999999999999999',
    'before=0',
    'around=999999999999999',
    'after=999999999999999',
    'around=0',
  ])
    expect([query, (await alice.ask('GET', `${chat}/messages?${query}`)).status]).toEqual([query, 200])
  for (const position of [-1, 1.5, '1', null, 2 ** 53, 1e308, [1], {}])
    for (const marker of ['read', 'delivered'])
      expect([position, (await bob.ask('PUT', `${chat}/${marker}`, { position })).status]).toEqual([
        position,
        400,
      ])
  const read = await bob.ask('PUT', `${chat}/read`, { position: Number.MAX_SAFE_INTEGER })
  expect([read.status, read.body.read_position]).toEqual([200, 1])
  for (const version of ['"-1"', '"1.5"', '"9999999999"', '1', '"x"', '""', 'W/1', '"1", "2"', '\xff'])
    expect([
      version,
      (await alice.ask('PATCH', chat, { title: 'Never' }, { 'If-Match': version })).status,
    ]).toEqual([version, 400])
  expect((await alice.ask('PATCH', chat, { title: 'Never' }, { 'If-Match': '"999999999"' })).status).toBe(412)
  for (const after of ['x', `${'9'.repeat(15)}.x`, '0', '%00', '1.', `1.${newId()}.1`])
    expect([after, (await alice.ask('GET', `/api/v1/chats?after=${after}`)).status]).toEqual([after, 400])
}

const notCursors = ['-1', '.1', 'x'.repeat(65), "'--", '1.1.1', 'k.', 'k.-1', 'k.1e3', `k.${'9'.repeat(16)}`]

async function expectCursors({ url }: TestServer, { token, get }: Client) {
  const log = (query: string, headers = {}) =>
    ask(url, 'GET', `/api/v1/log${query}`, undefined, { Authorization: `Bearer ${token}`, ...headers })
  for (const bad of notCursors) {
    const statuses = [
      (await log(`?after=${bad}`)).status,
      (await log(`/stream?after=${bad}`)).status,
      (await log('/stream', { 'Last-Event-ID': bad })).status,
    ]
    expect([bad, statuses]).toEqual([bad, [400, 400, 400]])
  }
  const [epoch] = (await get('/api/v1/log')).cursor.split('.')
  for (const foreign of ['lost.1', `${epoch}.${'9'.repeat(15)}`, '9'.repeat(15)]) {
    const { status, body } = await log(`?after=${foreign}`)
    expect([foreign, status, body.entries[0].kind, body.complete]).toEqual([foreign, 200, 'log.gap', true])
  }
  const bad = [
    ...notWhole.flatMap((one) => [`wait=${one}`, `limit=${one}`]),
    'wait=61',
    'limit=0',
    'limit=1001',
  ]
  for (const query of bad) expect([query, (await log(`?after=0&${query}`)).status]).toEqual([query, 400])
  // Given twice, the first counts; never a list.
  const twice = await log('?after=0&limit=1&limit=500&limit=x')
  expect([twice.status, twice.body.entries.length]).toEqual([200, 1])
}

for (const database of databases)
  test(`${database.name}: lists, numbers and cursors beyond all bounds cost little and break nothing`, async () => {
    await using server = await testServer(database)
    const [alice, bob] = [await server.signUp('alice'), await server.signUp('bob')]
    await expectBounded(server, alice, bob)
    await expectWatched(server, alice, bob)
    await expectTickets(server, alice)
    await expectWhole(alice, bob)
    await expectCursors(server, alice)
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
  }, 30_000)
