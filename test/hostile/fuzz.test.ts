import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { checkLog } from '../../src/cli/doctor/log.ts'
import { z } from '../../src/http/schemas.ts'
import { codes } from '../../src/problem.ts'
import { type Client, PASSWORD } from '../client.ts'
import { databases } from '../databases.ts'
import { call } from '../journeys/row.ts'
import { type Town, town, type World, world } from '../journeys/world.ts'
import { form, sample, tinyGif } from '../media.ts'
import { verifyNumber } from '../numbers.ts'
import { often } from '../often.mjs'
import { type TestServer, testServer } from '../server.ts'
import { type Asked, type Real, requestFor } from './arbitrary.ts'
import { type Operation, operationsOf } from './operations.ts'

/** Rounds, each in a world of its own, and tries of each operation in each round. */
const effort = { sqlite: [often(2, 6), 7], elsewhere: [often(1, 3), 6] } as const
/** These take away what others need, so they come last in a world: the nearer to oneself, the later. */
const endings = [
  /^DELETE .*\/(\{chat\}|\{message\}|\{room\}|\{game\}|members\/\{user\})$/,
  /\/(suspend|archive|restore|password)$/,
  /^DELETE .*\/(me|current|sessions|\{session\})$/,
]
const lateness = ({ name }: Operation) => endings.findIndex((ending) => ending.test(name))
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000)

const Problem = z.strictObject({
  // At addresses to which clients of txchat come, too.
  message: z.string().optional(),
  type: z.string().min(1),
  title: z.string().min(1),
  status: z.number().int(),
  code: z.enum(Object.keys(codes) as [string]),
  detail: z.string().min(1).max(1000),
  errors: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
  request_id: z.string().min(1),
})

/** What exists in a world, and what somebody may know of it. */
async function realIn(w: World, newcomer: Client): Promise<Real> {
  const people = [w.alice, w.bob, w.cleo, w.emil, w.frida, newcomer]
  const ids = people.map((one) => one.id)
  const messages = Object.values(w.said).map((one) => one.message)
  const { cursor } = await w.alice.get('/api/v1/log')
  const [epoch, seq] = cursor.split('.')
  const { picture } = (await (
    await call(w, { verb: 'PUT /api/v1/users/me/picture', by: 'bob', body: () => Buffer.from(tinyGif) })
  ).json()) as { picture: string }
  const { ticket } = await w.bob.post('/api/v1/users/me/stream-ticket')
  await verifyNumber(w.town.server.house, w.alice, `+336${newcomer.id.replaceAll(/\D/g, '').slice(-8)}`)
  const contacts = [{ phone: '0612345678', name: 'Somebody' }]
  await w.alice.ask('PUT', '/api/v1/contacts', { contacts, store: 'plain' })
  const [contact] = (await w.alice.get('/api/v1/contacts')).items
  const room = await w.alice.post('/api/v1/rooms', { game: 'tic-tac-toe', public: false })
  await w.bob.post('/api/v1/rooms/join', { code: room.code })
  const { id: elsewhere } = await w.alice.post('/api/v1/admin/games', { title: 'Go' })
  const key = await w.alice.post('/api/v1/admin/game-keys', { game_id: elsewhere, name: 'server' })
  const concert = { title: 'Concert', date: '2097-07-14', repeat: { rule: 'FREQ=YEARLY;COUNT=3' } }
  const event = await w.alice.post('/api/v1/events', concert)
  const meeting = await w.bob.post('/api/v1/events', { ...concert, chat_id: w.group, capacity: 1 })
  const { path } = await w.bob.post('/api/v1/users/me/calendar')
  return {
    event: [event.id, meeting.id],
    chat_id: [w.group],
    date: ['2097-07-14', '2098-07-14'],
    end_date: ['2097-07-15'],
    time: ['8pm', '7:30 - 10pm', 'at dusk'],
    rule: ['FREQ=WEEKLY', 'FREQ=MONTHLY;BYDAY=-1FR;COUNT=3'],
    zone: ['Europe/Paris', 'Africa/Casablanca'],
    calendar: [path.split('/').at(-1)],
    chat: [w.group, w.group, w.direct, w.whispers],
    user: ids,
    member_ids: ids,
    user_ids: ids,
    sender: ids,
    message: messages,
    reply_to_id: messages,
    session: people.map((one) => one.sessionId).concat(w.phone.sessionId),
    code: [w.invite, room.code],
    room: [room.id],
    game: ['tic-tac-toe', 'connect-four', room.game_id, elsewhere],
    game_id: [elsewhere],
    key: [key.id],
    invited_ids: ids,
    emoji: ['👍', '🎉', '❤️', '🏳️‍🌈'],
    after: [
      cursor,
      '0',
      `${epoch}.${seq - 40}`,
      `${epoch}.0`,
      'lost.7',
      `${epoch}.999999999999999`,
      w.bob.id,
    ],
    before: ['1', '3', '999999999999999'],
    query: ['walk', 'a', 'cake', newcomer.username, '%', '🎂 walk'],
    password: [PASSWORD, PASSWORD, 'wrong'],
    old_password: [PASSWORD],
    username: [newcomer.username, w.bob.username, 'someone-else'],
    email: ['alice@example.org', 'x@y.zz'],
    phone: ['+33 6 12 34 56 78', '0612345678'],
    refresh_token: [newcomer.refreshToken, `${newcomer.sessionId}.1.x`],
    ticket: [ticket],
    picture: [picture.split('/').at(-1)!],
    contact: [contact.id],
    country: ['FR', 'us'],
    ...(await mediaIn(w)),
  }
}

/** A photo and an upload of alice's, and the numbers that such a one needs. */
async function mediaIn(w: World): Promise<Real> {
  const { headers, body } = form(sample('photo.png'), 'photo.png')
  const answers = await Promise.all([
    call(w, { verb: 'POST /api/v1/media', by: 'alice', headers, body: () => body }),
    call(w, { verb: 'POST /api/v1/media/uploads', by: 'alice', headers: { 'Upload-Length': '100' } }),
  ])
  const [photo, upload] = await Promise.all(
    answers.map(async (one) => ((await one.json()) as { id: string }).id),
  )
  const { url } = await w.alice.get(`/api/v1/media/${photo}`)
  const { expires, signature } = Object.fromEntries(new URL(url, 'http://here').searchParams)
  return {
    media: [photo!],
    media_ids: [photo!],
    upload: [upload!],
    expires: [expires!],
    signature: [signature!],
    'Upload-Length': ['5', '100', '99999999999'],
    'Upload-Offset': ['0', '4', '8', '101'],
    'Upload-Metadata': ['filename eC50eHQ=', 'filename', ',,,', 'x y z'],
    'Upload-Checksum': ['sha1 x', 'md5 1B2M2Y8AsgTpgAmY7PhCfg==', 'x'],
  }
}

async function send(url: string, asked: Asked, people: Client[]): Promise<Response> {
  const token =
    asked.by === 'forged' ? `${people[0]!.token}x` : asked.by !== 'nobody' && people[asked.by]!.token
  return fetch(url + asked.path, {
    method: asked.method,
    redirect: 'manual',
    headers: {
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
      ...(asked.body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...asked.headers,
    },
    ...(asked.body === undefined || asked.method === 'GET' ? {} : { body: asked.body }),
  })
}

async function expectProblem(answer: Response) {
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
  const body = Problem.parse(await answer.json())
  expect(body.status).toBe(answer.status)
  expect(answer.headers.get('x-request-id')).toBe(body.request_id)
}

/** The answer is what the document says, with nothing more in it. */
async function expectSuccess({ endpoint }: Operation, answer: Response) {
  const { gives, answer: schema } = endpoint
  expect(answer.status).toBe(endpoint.status ?? (schema || gives ? 200 : 204))
  if (gives) return answer.body?.cancel()
  const text = await answer.text()
  if (!schema) return expect(text).toBe('')
  expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8')
  const body: unknown = JSON.parse(text)
  expect(schema.parse(body)).toEqual(body)
}

async function expectWhole({ house }: TestServer) {
  for (const { mark, text } of await checkLog(house.db, house.clock.now()))
    expect([mark, text]).toEqual(['✓', text])
}

/** What the operations came to: at which of them somebody succeeded, and at which somebody was refused. */
interface Outcomes {
  asked: number
  succeeded: Set<string>
  refused: Set<string>
}

/** Sends a request, sometimes twice at once as an impatient client does; every answer must be a good one. */
async function askAndJudge(url: string, operation: Operation, asked: Asked, people: Client[], so: Outcomes) {
  const answers = await Promise.all(
    Array.from({ length: asked.twice ? 2 : 1 }, () => send(url, asked, people)),
  )
  for (const answer of answers) {
    so.asked++
    expect(answer.status).toBeLessThan(500)
    const refused = answer.status >= 400
    ;(refused ? so.refused : so.succeeded).add(operation.name)
    // Of an address as long as this the server itself reads no more, before anything of ours is asked.
    if (answer.status === 431) expect(asked.path.length).toBeGreaterThan(12_000)
    else if (refused) await expectProblem(answer)
    else await expectSuccess(operation, answer)
  }
}

async function round(n: number, here: Town, operations: Operation[], so: Outcomes, numRuns: number) {
  const { server } = here
  const w = await world(here)
  const newcomer = await server.signUp(`newcomer${n}`)
  const people = [w.alice, w.alice, w.alice, w.bob, w.cleo, w.emil, newcomer]
  const real = await realIn(w, newcomer)
  for (const [i, operation] of operations.entries()) {
    if (lateness(operation) !== lateness(operations[i - 1] ?? operation)) await expectWhole(server)
    const property = fc.asyncProperty(requestFor(operation, real, people.length), (asked) =>
      askAndJudge(server.url, operation, asked, people, so),
    )
    await fc.assert(property, { seed: SEED + 100 * n + i, numRuns })
  }
  await expectWhole(server)
}

for (const database of databases)
  test(`${database.name}: whatever is asked of the API, the answer is one that the document has`, async () => {
    console.log(`asking with SEED=${SEED}`)
    await using server = await testServer(database, { env: { PARLEY_MAX_CONNECTIONS_PER_USER: '200' } })
    const here = await town(server)
    const operations = (await operationsOf(server)).toSorted((a, b) => lateness(a) - lateness(b))
    const so: Outcomes = { asked: 0, succeeded: new Set(), refused: new Set() }
    const [rounds, tries] = effort[database.name === 'sqlite' ? 'sqlite' : 'elsewhere']
    for (let n = 0; n < rounds; n++) await round(n, here, operations, so, tries)
    expect(so.asked).toBeGreaterThan(operations.length * rounds * tries)
    expect(so.refused.size).toBeGreaterThan(operations.length * 0.9)
    expect(so.succeeded.size).toBeGreaterThan(operations.length * often(0.4, 0.6))
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
  }, 60_000)
