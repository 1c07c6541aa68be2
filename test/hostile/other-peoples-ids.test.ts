import { expect, test } from 'bun:test'
import { newId, newSecret } from '../../src/id.ts'
import { thumbnailer } from '../../src/media/thumbnail.ts'
import type { Client } from '../client.ts'
import { databases } from '../databases.ts'
import { liveSocket } from '../journeys/live.ts'

import { call } from '../journeys/row.ts'
import { aBrowser, town, type World, world } from '../journeys/world.ts'
import { form, sample, tinyGif } from '../media.ts'
import { verifyNumber } from '../numbers.ts'

import { type TestServer, testServer } from '../server.ts'
import { different, dump } from './dump.ts'
import { type Operation, operationsOf } from './operations.ts'

/** What anybody with an account may do with an id that he knows, and why. */
const open: Record<string, string> = {
  'GET /api/v1/users/{user}': 'everybody may see a card',
  'PUT /api/v1/users/me/blocks/{user}': 'everybody may block everybody',
  'DELETE /api/v1/users/me/blocks/{user}': 'and unblock whom he blocks or not',
  'PUT /api/v1/chats/direct/{user}': 'everybody may write to whoever does not block him',
  'PUT /api/v1/friends/{user}': 'everybody may befriend whoever does not block him',
  'DELETE /api/v1/friends/{user}': 'and end it, friend or not',
  'GET /api/v1/games/{game}': 'the catalogue is for everybody',
  'GET /api/v1/games/{game}/leaderboard': 'everybody may see who is ahead',
  'GET /api/v1/users/{user}/scores': 'everybody may see what somebody has won',
  'GET /api/v1/invites/{code}': 'who has an invite is invited',
  'POST /api/v1/invites/{code}/accept': 'who has an invite is invited',
  'GET /api/v1/public/events/{event}': 'what is public is for everybody',
  'GET /api/v1/public/events/{event}/event.ics': 'what is public is for everybody',
  'GET /api/v1/calendars/{calendar}': 'who has the secret address of a calendar may read it',
  'GET /media/pictures/{picture}': 'who knows the address of a picture may see it',
}

const projectBodies: typeof bodies = {
  'PUT /api/v1/projects/{project}': () => ({ title: 'Mine now' }),
  'POST /api/v1/projects/{project}/invite': (asker) => ({ participant: asker.id }),
  'POST /api/v1/projects/{project}/designate-coach': (asker) => ({ coach: asker.id }),
  'DELETE /api/v1/projects/{project}/designate-coach': (asker) => ({ coach: asker.id }),
  'DELETE /api/v1/projects/{project}/remove-participant': (asker) => ({ participant: asker.id }),
  'PUT /api/v1/projects/{project}/owner': (asker) => ({ user: asker.id }),
  'POST /api/v1/messages/{project}': () => ({ content: 'Let me in' }),
}

/** A body that is good everywhere it is taken: only who asks can be wrong. */
const bodies: Record<string, (asker: Client) => unknown> = {
  'PATCH /api/v1/chats/{chat}': () => ({ title: 'Mine now' }),
  'POST /api/v1/chats/{chat}/members': (asker) => ({ user_ids: [asker.id] }),
  'PATCH /api/v1/chats/{chat}/members/{user}': () => ({ role: 'admin' }),
  'PUT /api/v1/chats/{chat}/mute': () => ({}),
  'POST /api/v1/chats/{chat}/invites': () => ({}),
  'POST /api/v1/chats/{chat}/messages': () => ({ text: 'Let me in', client_id: 'in' }),
  'PATCH /api/v1/chats/{chat}/messages/{message}': () => ({ text: 'I never said that' }),
  'PUT /api/v1/chats/{chat}/read': () => ({ position: 3 }),
  'PUT /api/v1/chats/{chat}/delivered': () => ({ position: 3 }),
  'POST /api/v1/chats/{chat}/typing': () => ({ typing: true }),
  'PUT /api/v1/chats/{chat}/picture': () => tinyGif,
  'POST /api/v1/chats/{chat}/messages/{message}/return': () => ({}),
  'PATCH /api/v1/scheduled/{scheduled}': () => ({ text: 'I never wrote that' }),
  'POST /api/v1/scheduled/{scheduled}/cancel': () => ({}),
  'POST /api/v1/scheduled/{scheduled}/send-now': () => ({}),
  'POST /api/v1/scheduled/{scheduled}/pause': () => ({}),
  'POST /api/v1/scheduled/{scheduled}/resume': () => ({}),
  'POST /api/v1/scheduled/{scheduled}/skip-next': () => ({}),
  'POST /api/v1/scheduled/{scheduled}/duplicate': () => ({}),
  'POST /api/v1/scheduled/{scheduled}/occurrences/{occurrence}/decision': () => ({ decision: 'send' }),
  'PATCH /api/v1/media/uploads/{upload}': () => 'more',
  ...projectBodies,
  'PATCH /api/v1/admin/games/{game}': () => ({ title: 'Mine now' }),
  'POST /api/v1/rooms/{room}/join': () => ({}),
  'POST /api/v1/rooms/{room}/invitations': (asker) => ({ user_ids: [asker.id] }),
  'POST /api/v1/rooms/{room}/moves': () => ({ number: 1, move: { row: 0, column: 0 } }),
  'PATCH /api/v1/events/{event}': () => ({ title: 'Mine now' }),
  'PATCH /api/v1/events/{event}/dates/{date}': () => ({ title: 'Mine today' }),
  'PUT /api/v1/events/{event}/answer': () => ({ answer: 'yes' }),
  'POST /api/v1/events/{event}/guests': (asker) => ({ user_ids: [asker.id] }),
  'PUT /api/v1/events/{event}/reminders': () => ({ minutes_before: [5] }),
}

/** Who has a signature may see it, and nobody else; see media/serve.test.ts. */
const signed = 'GET /media/files/{media}'
/** There without `sharp` too, but then with nothing behind it. */
const optional = 'GET /api/v1/media/{media}/thumbnail'

type Ids = Record<string, string>

const EVENT = { title: 'Ours', date: '2097-07-14', repeat: { rule: 'FREQ=YEARLY;COUNT=3' } }

const nothing = (): Ids => ({
  ...Object.fromEntries(
    [
      'chat',
      'user',
      'message',
      'session',
      'scheduled',
      'occurrence',
      'device',
      'contact',
      'media',
      'upload',
      'project',
      'game',
      'room',
      'key',
      'event',
    ].map((name) => [name, newId()]),
  ),
  ...{ code: newSecret(), picture: newSecret(), emoji: '👍', date: EVENT.date },
  calendar: `${newSecret(32)}.ics`,
})

type Ask = (operation: Operation, asker: Client | undefined, ids: Ids) => Promise<Response>

function asking({ url }: TestServer, bodyFor: Client): Ask {
  return ({ name, method, path }, asker, ids) => {
    const isPublic = path.startsWith('/api/v1/public/')
    const idFor = (id: string) => (isPublic ? (ids[`public_${id}`] ?? ids[id]!) : ids[id]!)
    const address = path.replaceAll(/\{(\w+)\}/g, (_, id: string) => encodeURIComponent(idFor(id)))
    const body = bodies[name]?.(asker ?? bodyFor)
    return fetch(url + address, {
      method,
      headers: {
        'Content-Type': 'application/json',
        ...(asker ? { Authorization: `Bearer ${asker.token}` } : {}),
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
  }
}

/** Everything about an answer but what is different each time. */
async function shown(answer: Response) {
  const { request_id, ...body } = (await answer.json()) as { request_id: string; code: string }
  const headers = [...answer.headers].filter(
    ([name]) => !['date', 'content-length', 'x-request-id'].includes(name),
  )
  expect(request_id).toBe(answer.headers.get('x-request-id')!)
  return { status: answer.status, body, headers }
}

/** Alice's things, with cleo removed from her group, and emil suspended with his token still in his hand. */
async function scene(server: TestServer) {
  const here = await town(server)
  const w = await world(here)
  const tablet = await here.anotherDevice(w.alice)
  const me = `${server.url}/api/v1/users/me/picture`
  const headers = { Authorization: `Bearer ${w.alice.token}` }
  const { picture } = (await (await fetch(me, { method: 'PUT', headers, body: tinyGif })).json()) as {
    picture: string
  }
  expect((await w.alice.ask('DELETE', `/api/v1/chats/${w.group}/members/${w.cleo.id}`)).status).toBe(204)
  expect((await w.alice.ask('POST', `/api/v1/admin/users/${w.emil.id}/suspend`)).status).toBe(200)
  const letter = await w.alice.post('/api/v1/scheduled', {
    to: [{ user_id: w.bob.id }],
    text: 'Sealed',
    when: { in: { unit: 'hour', count: 1 } },
  })
  const device = await tablet.ask('PUT', '/api/v1/devices/current', aBrowser(tablet.sessionId))
  await verifyNumber(server.house, w.alice, '+33611111111')
  const contacts = [{ phone: '+33622222222', name: 'Bob' }]
  await w.alice.ask('PUT', '/api/v1/contacts', { contacts, store: 'plain' })
  const [{ id: contact }] = (await w.alice.get('/api/v1/contacts')).items
  const { id: project } = await w.alice.post('/api/v1/projects', { title: 'Bridge', coaches: [w.bob.id] })
  const shared = {
    project,
    scheduled: letter.id,
    occurrence: letter.recipients[0].id,
    contact,
    session: tablet.sessionId,
    device: device.body.id,
    ...(await mediaOf(w)),
    ...(await gameOf(w)),
    ...(await eventsOf(w)),
    picture: picture.split('/').at(-1)!,
    emoji: '👍',
    code: w.invite,
  }
  const group: Ids = { ...shared, chat: w.group, message: w.said.question.message, user: w.bob.id }
  const direct: Ids = { ...shared, chat: w.direct, message: w.said.hello.message, user: w.bob.id }
  return { w, dora: here.dora, things: { group, direct } }
}

/** What alice plans for the group, and bob comes to; what she plans for everybody; and her calendar. */
async function eventsOf(w: World): Promise<Ids> {
  const { id: event } = await w.alice.post('/api/v1/events', { ...EVENT, chat_id: w.group })
  const { id: public_event } = await w.alice.post('/api/v1/events', EVENT)
  expect((await w.bob.ask('PUT', `/api/v1/events/${event}/answer`, { answer: 'yes' })).status).toBe(200)
  const { path } = await w.alice.post('/api/v1/users/me/calendar')
  return { event, public_event, date: EVENT.date, calendar: path.split('/').at(-1) }
}

/** A photo of alice's that she has sent to nobody, and one that she is sending. */
async function mediaOf(w: World): Promise<Ids> {
  const { headers, body } = form(sample('photo.png'), 'photo.png')
  const made = [
    { verb: 'POST /api/v1/media', headers, body: () => body },
    { verb: 'POST /api/v1/media/uploads', headers: { 'Upload-Length': '9' } },
  ].map((one) => call(w, { by: 'alice', ...one }))
  const [media, upload] = await Promise.all(
    made.map(async (answer) => ((await (await answer).json()) as { id: string }).id),
  )
  return { media: media!, upload: upload! }
}

/** A private room in which alice plays with bob, and a game of hers that runs elsewhere, with a key. */
async function gameOf({ alice, bob }: World): Promise<Ids> {
  const wish = { game: 'tic-tac-toe', public: false, invited_ids: [bob.id] }
  const { id: room } = await alice.post('/api/v1/rooms', wish)
  await bob.post(`/api/v1/rooms/${room}/join`)
  const { id: game } = await alice.post('/api/v1/admin/games', { title: 'Go' })
  const { id: key } = await alice.post('/api/v1/admin/game-keys', { game_id: game, name: 'server' })
  return { room, game, key }
}

type Scene = Awaited<ReturnType<typeof scene>>

/** Asked for what is there and for what is not, the answers are the same; which, depends on who asks. */
async function expectNoDifference(
  ask: Ask,
  operation: Operation,
  who: [string, Client | undefined],
  there: Ids,
) {
  const [name, asker] = who
  const about = `${name}: ${operation.name}`
  const real = await shown(await ask(operation, asker, there))
  const none = await shown(
    await ask(operation, asker, { ...nothing(), ...(there.own ? { chat: there.chat! } : {}) }),
  )
  expect([about, real]).toEqual([about, none])
  const outside = operation.path.startsWith('/api/v1/admin/') ? 403 : 404
  expect([about, real.status]).toEqual([about, ['emil', 'nobody'].includes(name) ? 401 : outside])
  return real.status
}

/** Nobody but alice and bob gets at alice's things. Answers how often somebody tried. */
async function knock(ask: Ask, operations: Operation[], { w, dora, things }: Scene): Promise<number> {
  const outsiders = Object.entries({
    dora,
    'cleo, who was removed': w.cleo,
    'frida, whom alice blocks': w.frida,
  })
  const unknown: [string, Client | undefined][] = [
    ['emil', w.emil],
    ['nobody', undefined],
  ]
  let tries = 0
  for (const there of [things.group, things.direct])
    for (const operation of operations) {
      const strangers = operation.endpoint.access === 'anybody' ? [] : unknown
      const askers = operation.name in open ? strangers : [...outsiders, ...strangers]
      for (const who of askers) {
        await expectNoDifference(ask, operation, who, there)
        tries++
      }
    }
  return tries
}

/** With a chat of her own in the address, dora gets no further. */
async function knockFromInside(ask: Ask, operations: Operation[], { dora, things }: Scene) {
  const { id: chat } = await dora.post('/api/v1/chats', { title: 'Mine' })
  const inner = operations.filter(({ path }) => /\{chat\}.*\{(message|user|code)\}/.test(path))
  expect(inner.length).toBeGreaterThan(10)
  for (const operation of inner)
    await expectNoDifference(ask, operation, ['dora inside', dora], { ...things.group, chat, own: 'yes' })
  for (const [path, real, none] of [
    [`/api/v1/chats/${chat}/messages`, things.group.message, newId()],
    [`/api/v1/chats/${chat}/messages`, things.direct.message, newId()],
  ] as const) {
    const answers = [real, none].map((reply_to_id) => dora.ask('POST', path, { text: 'Hm', reply_to_id }))
    const [one, other] = (await Promise.all(answers)).map(({ status, body }) => ({
      status,
      detail: body.detail,
    }))
    expect([one?.status, one]).toEqual([400, other])
  }
  for (const query of [`chat=${things.group.chat}`, `chat=${newId()}`])
    expect((await dora.ask('GET', `/api/v1/search/messages?query=walk&${query}`)).status).toBe(404)
}

/** What is hidden is not there any more for what comes after. */
function placeFor({ path }: Operation, w: Scene['w'], things: Scene['things']): Ids {
  if (path.endsWith('/return')) return { ...things.direct, message: w.said.back.message }
  return path.endsWith('/hidden') ? things.direct : things.group
}

/** To alice herself, all of it is there. What she deletes comes last, the inner before the outer. */
async function expectReal(ask: Ask, operations: Operation[], { w, things }: Scene) {
  const order = ({ method, path }: Operation) => (method === 'DELETE' ? 1000 - path.length : 0)
  for (const operation of operations.toSorted((a, b) => order(a) - order(b))) {
    const there = placeFor(operation, w, things)
    const { status } = await ask(operation, w.alice, there)
    if (operation.name === optional && !(await thumbnailer())) continue
    expect([operation.name, status]).not.toEqual([operation.name, 404])
    expect([operation.name, status]).not.toEqual([operation.name, 401])
  }
}

for (const database of databases)
  test(`${database.name}: what is alice's is to all others as if it were not there`, async () => {
    await using server = await testServer(database)
    const operations = (await operationsOf(server)).filter(
      ({ name, path }) => path.includes('{') && name !== signed,
    )
    expect(operations.length).toBeGreaterThan(35)
    expect(operations.map(({ name }) => name)).toEqual(
      expect.arrayContaining(Object.keys({ ...open, ...bodies })),
    )
    for (const { name, requestBody } of operations)
      expect([name, name in bodies]).toEqual([name, !!requestBody])

    const its = await scene(server)
    const { w, dora, things } = its
    const ask = asking(server, dora)
    const ear = await liveSocket(server.url, w.bob)
    const before = await dump(server.house)
    expect(before.size).toBeGreaterThan(100)
    expect(await knock(ask, operations, its)).toBeGreaterThan(300)
    expect(different(before, await dump(server.house))).toEqual([])
    await knockFromInside(ask, operations, its)
    await ear.allHeard(server.house)
    expect(ear.heard).toEqual([])

    for (const operation of operations.filter(({ name }) => name in open))
      expect([operation.name, (await ask(operation, dora, things.group)).status < 300]).toEqual([
        operation.name,
        true,
      ])
    await expectReal(ask, operations, its)
    ear.close()
  }, 60_000)
