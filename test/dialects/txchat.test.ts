import { expect, test } from 'bun:test'
import { day, hour, minute } from '../../src/clock.ts'
import { databases } from '../databases.ts'
import { movableClock } from '../house.ts'
import { type TestServer, testServer } from '../server.ts'
import { spoil } from '../spoil.ts'
import { until } from '../until.ts'
import { oldClient } from './old-clients.ts'
import { enter, listen, type Person, person } from './txchat-people.ts'

const add = (message: string) => ['add_into_project', message]
const edit = (message: string) => ['edit_project', message]
const gone = (message: string) => ['delete_project', message]

for (const database of databases) {
  test(`${database.name}: the eleven sentences come to whom they are for, and to nobody else, through cuts too`, async () => {
    await using server = await testServer(database)
    const names = ['alice', 'bob', 'cleo', 'emil', 'dora']
    const people: Person[] = []
    for (const name of names) people.push(await person(server, name))
    const [alice, bob, cleo, emil, dora] = people as [Person, Person, Person, Person, Person]
    const streams = people.map(({ token }) => listen(server, token))
    await Promise.all(streams.map((stream) => stream.isReady()))

    const created = await alice.post('/api/v1/projects/', {
      title: 'Bridge',
      coaches: [bob.id],
      participants: [cleo.id, bob.id],
    })
    expect([created.status, created.json.title]).toEqual([201, 'Bridge'])
    await until(() => streams[1]!.heard.length === 1)
    const one = `/api/v1/projects/${created.json.id}`
    async function does(who: Person, method: string, path: string, body?: object) {
      const { status } = await who.ask(method, one + path, body)
      expect([method, path, status]).toEqual([method, path, 200])
    }
    await does(cleo, 'POST', '/invite', { participant: emil.id })
    await does(alice, 'PUT', '', { title: 'Tunnel' })
    // Everybody is cut off, and comes back by himself, with what he heard last.
    await server.restart()
    await does(bob, 'POST', '/designate-coach', { coach: emil.id })
    await does(alice, 'DELETE', '/designate-coach', { coach: emil.id })
    await does(bob, 'DELETE', '/remove-participant', { participant: emil.id })
    await does(cleo, 'DELETE', '/leave')
    // What was said of a project is not said any more once it is deleted; so they are waited for.
    await until(() => streams[1]!.heard.length === 5 && streams[0]!.heard.length === 4)
    await until(() => streams.slice(2, 4).every(({ heard }) => heard.length === 5))
    await does(alice, 'DELETE', '')

    const titled = edit("The title's project 'Bridge' become the new tilte 'Tunnel'.")
    const expected: Record<string, string[][]> = {
      alice: [
        add("The new participant '@emil' was added into the project 'Bridge'."),
        edit("'@emil' was designated new coach in the project 'Tunnel'."),
        edit("'@emil' was removed in the project 'Tunnel'."),
        edit("'@cleo' left the project'Tunnel'."),
      ],
      bob: [
        add("You was added into the project 'Bridge'."),
        add("The new participant '@emil' was added into the project 'Bridge'."),
        titled,
        edit("'@emil' was withdrew from coach, he will be a participant the project'Tunnel'."),
        edit("'@cleo' left the project'Tunnel'."),
        gone("The project 'Tunnel' was removed by '@alice'."),
      ],
      cleo: [
        add("You was added into the project 'Bridge'."),
        titled,
        edit("'@emil' was designated new coach in the project 'Tunnel'."),
        edit("'@emil' was withdrew from coach, he will be a participant the project'Tunnel'."),
        edit("'@emil' was removed in the project 'Tunnel'."),
      ],
      emil: [
        add("You was added into the project 'Bridge'."),
        titled,
        edit("You was designated new coach in the project 'Tunnel'."),
        edit("You was withdrew from coach in the project 'Tunnel'."),
        edit("You was removed in the project 'Tunnel'."),
      ],
      dora: [],
    }
    const sentences = new Set(Object.values(expected).flatMap((list) => list.map(([, message]) => message)))
    expect(sentences.size).toBe(11)
    // Whoever hears the last of it has heard all; dora is shown to listen by something of her own.
    await dora.post('/api/v1/projects/', { title: 'Her own' })
    await emil.post('/api/v1/projects/', { title: 'Dora is in it', participants: [dora.id] })
    await until(() => streams[4]!.heard.length > 0)
    expected.dora = [add("You was added into the project 'Dora is in it'.")]
    for (const [i, stream] of streams.entries()) {
      await until(() => stream.heard.length >= expected[names[i]!]!.length)
      expect([names[i], stream.said()]).toEqual([names[i], expected[names[i]!]])
      expect(stream.opened).toBe(2)
      const ids = stream.heard.map(({ id }) => id)
      expect(new Set(ids).size).toBe(ids.length)
    }
    const dataOf = (i: number) => streams[i]!.heard.map(({ data }) => data)
    const project_id = created.json.id
    expect(dataOf(1)[0]).toMatchObject({
      action: 'project.created',
      project_id,
      id: project_id,
      title: 'Bridge',
    })
    expect(dataOf(1)[0].owner).toMatchObject({ id: alice.id, username: 'alice', first_name: 'ALICE' })
    expect(dataOf(1)[0].coaches.map(({ id }: Person) => id)).toEqual([bob.id])
    expect(dataOf(1)[0].participants[0]).toMatchObject({ id: cleo.id, last_name: 'Van Dyke' })
    expect(dataOf(0)[0]).toMatchObject({
      action: 'project.member_added',
      project_id,
      id: emil.id,
      username: 'emil',
    })
    expect(dataOf(1)[2]).toEqual({ action: 'project.edited', project_id, project_title: 'Tunnel' })
    expect(dataOf(0)[3]).toEqual({ action: 'project.member_left', project_id, user_id: cleo.id })
    expect(dataOf(3)[4]).toEqual({ action: 'project.member_removed', project_id })
    expect(JSON.stringify(dataOf(1))).not.toMatch(/argon|password|(?<!bob)@example/)
    for (const stream of streams) stream.close()
  })

  test(`${database.name}: a ticket opens one stream, once; what is bad opens none; a token that is revoked ends its stream at once`, async () => {
    await using server = await testServer(database)
    const alice = await person(server, 'alice')
    const bob = await person(server, 'bob')
    const logged = logOf(server)
    const ticketOf = async (who: Person) => {
      const { status, json } = await who.post('/api/v1/users/me/stream-ticket')
      expect([status, json.expires_in]).toEqual([201, 60])
      return json.ticket as string
    }
    const ticket = await ticketOf(bob)
    const byTicket = listen(server, ticket)
    const byToken = listen(server, bob.token)
    await Promise.all([byTicket.isReady(), byToken.isReady()])
    expect([byTicket.opened, byToken.opened]).toEqual([1, 1])
    const parts = bob.token.split('.')
    for (const bad of [ticket, 'nothing', `${parts[0]}.${parts[1]}.x`, 'a.b.c', '%00']) {
      const { status, json } = await alice.get(`/api/v1/users/stream/${bad}`)
      expect([bad, status, typeof json.message]).toEqual([bad, 401, 'string'])
    }
    const refused = listen(server, 'nothing')
    await until(() => refused.refused === 401)
    expect((await oldClient(server).get('/api/v1/users/stream')).status).toBe(401)
    expect((await oldClient(server).get('/api/v1/users/stream?token=x')).status).toBe(401)
    const asParameter = await fetch(`${server.url}/api/v1/users/stream?token=${await ticketOf(bob)}`)
    expect([asParameter.status, asParameter.headers.get('content-type')]).toEqual([
      200,
      'text/event-stream; charset=utf-8',
    ])
    const goodbye = await bob.ask('DELETE', '/api/v1/users/stream')
    expect([goodbye.status, goodbye.text]).toEqual([200, '""'])

    await alice.post('/api/v1/projects/', { title: 'Bridge', participants: [bob.id] })
    await until(() => byTicket.heard.length === 1 && byToken.heard.length === 1)
    expect(byTicket.heard).toEqual(byToken.heard)

    // The token is exchanged: the old one opens nothing any more; what it has opened stays open, for the client does not come back with the new one.
    const { status, json } = await bob.get('/auth/refresh-token')
    expect([status, json]).toEqual([
      200,
      {
        message: 'Token successfully refreshed.',
        authorization: expect.any(String),
        token_type: 'Bearer',
        token_expires_in: 24 * 86_400,
      },
    ])
    const late = await bob.get('/auth/refresh-token')
    expect([late.status, late.json.message]).toEqual([401, 'The session has ended'])
    const tooLate = listen(server, bob.token)
    await until(() => tooLate.refused === 401)
    const again = listen(server, json.authorization, byToken.heard[0]!.id)
    await again.isReady()
    await alice.post('/api/v1/projects/', { title: 'Tunnel', participants: [bob.id] })
    await until(() => [again, byTicket, byToken].every(({ heard }) => heard.at(-1)?.data.title === 'Tunnel'))
    expect(again.said()).toEqual([add("You was added into the project 'Tunnel'.")])
    expect([byTicket.cut, byToken.cut]).toEqual([0, 0])

    bob.authorize(`Bearer ${json.authorization}`)
    expect((await bob.get('/auth/logout')).json).toEqual({ message: 'Successfully logged out.' })
    // Which ends them all.
    await until(() => [again, byTicket, byToken].every(({ cut }) => cut > 0))
    await asParameter.text()
    expect((await bob.get('/api/v1/users/me')).status).toBe(401)

    // Whatever goes wrong, what stands in the address is not written down.
    const secret = await ticketOf(alice)
    await spoil(server.house.db)
    await server.house.db.writer.schema.dropTable('stream_tickets').execute()
    expect((await alice.get(`/api/v1/users/stream/${secret}`)).status).toBe(500)
    expect(logged()).toContain('a request failed')
    expect(logged()).toContain('/api/v1/users/stream/:token')
    for (const word of [secret, ticket, bob.token, alice.token]) expect(logged()).not.toContain(word)
    for (const one of [byTicket, byToken, again, refused, tooLate]) one.close()
  })
}

test('what was opened with a token goes on when it is exchanged, past its own end, and ends with the last one', async () => {
  const clock = movableClock()
  await using server = await testServer(databases[0]!, { clock, env: { PARLEY_DIALECT_TOKEN_DAYS: '1' } })
  const alice = await person(server, 'alice')
  const bob = await person(server, 'bob')
  const stream = listen(server, bob.token)
  const room = await enter(server, bob.token)
  const other = listen(server, alice.token)
  await Promise.all([stream.isReady(), other.isReady()])
  const exchange = async () => {
    const { json } = await bob.get('/auth/refresh-token')
    expect(json.token_expires_in).toBe(86_400)
    bob.authorize(`Bearer ${json.authorization}`)
  }
  clock.move(day - minute)
  // The timers of two windows go off at once.
  const both = await Promise.all([bob, bob].map((window) => window.get('/auth/refresh-token')))
  expect(both.map(({ status }) => status).toSorted()).toEqual([200, 401])
  bob.authorize(`Bearer ${both.find(({ status }) => status === 200)!.json.authorization}`)
  clock.move(hour)
  // Alice has not exchanged hers.
  await until(() => other.refused === 401)
  const { json } = await bob.post('/api/v1/projects/', { title: 'Bridge' })
  expect(await room.ask('join_project', { project_id: json.id })).toEqual([{ user_id: bob.id }])
  expect([stream.cut, room.over]).toEqual([0, undefined])
  await exchange()
  expect((await bob.get('/auth/logout')).status).toBe(200)
  await until(() => stream.cut > 0 && room.over !== undefined)
  for (const one of [stream, other]) one.close()
})

/** All that the server writes down from now on, however little it matters. */
function logOf({ house: { logger } }: TestServer): () => string {
  let written = ''
  const stream = Object.getOwnPropertySymbols(logger).find((one) => one.description === 'pino.stream')!
  Object.assign(logger, { [stream]: { write: (line: string) => (written += line) } })
  logger.level = 'trace'
  return () => written
}
