import { expect, test } from 'bun:test'
import { minute } from '../../src/clock.ts'
import { deliverAllDue } from '../../src/scheduled/alarm.ts'
import { databases } from '../databases.ts'
import { movableClock } from '../house.ts'
import { listenBySocket } from '../listener.ts'
import { type TestServer, testServer } from '../server.ts'
import { until } from '../until.ts'
import { listenAsChatapp, type OldClient, oldClient } from './old-clients.ts'
import { connected } from './playhub-clients.ts'
import { type Somebody, type Way, ways } from './ways.ts'

async function signUp(server: TestServer, way: Way, who: string) {
  const { status } = await way.signUp(oldClient(server), who)
  expect([way.name, status < 300]).toEqual([way.name, true])
  const row = await server.house.db.reader
    .selectFrom('users')
    .select(['id', 'number', 'username', 'email'])
    .where('username', '=', who)
    .executeTakeFirstOrThrow()
  return row
}

async function logIn(server: TestServer, way: Way, names: { username: string; email: string | null }) {
  const client = oldClient(server)
  const { status } = await way.logIn(client, names)
  expect([way.name, names, status < 300]).toEqual([way.name, names, true])
  return client
}

/** Whoever a client is signed in as, by our own API. */
const whoIs = async (client: OldClient) => (await client.get('/api/v1/users/me')).json.id as string

for (const database of databases) {
  test(`${database.name}: who comes in by one door is known at every other`, async () => {
    await using server = await testServer(database)
    for (const way of ways) {
      const person = await signUp(server, way, `from-${way.name}`)
      for (const other of ways)
        expect([way.name, other.name, await whoIs(await logIn(server, other, person))]).toEqual([
          way.name,
          other.name,
          person.id,
        ])
    }
  })

  test(`${database.name}: what is said through one dialect is received through every other, once, live and by poll`, async () => {
    const clock = movableClock()
    await using server = await testServer(database, { clock })
    const bob = await signUp(server, ways[0]!, 'bob')
    const tokenOf = async (way: Way) => (await way.logIn(oldClient(server), bob)).json.access_token as string
    const v1 = listenBySocket(['websocket'])(server.url, await tokenOf(ways[0]!))
    const chatapp = await listenAsChatapp(server, JSON.stringify({ token: await tokenOf(ways.at(-1)!) }))
    const playhub = await connected(server, { query: { token: await tokenOf(ways[0]!) } })
    await v1.ready
    const said: string[] = []
    const people: [Way, Somebody, string][] = []
    for (const way of ways.filter(({ send }) => send)) {
      const person = await signUp(server, way, `from-${way.name}`)
      const words = `Hello from ${way.name}`
      const { status } = await way.send!(await logIn(server, way, person), bob, words)
      expect([way.name, status < 300]).toEqual([way.name, true])
      people.push([way, person, words])
      said.push(words)
    }
    clock.move(2 * minute)
    await deliverAllDue(server.house)
    for (const other of ways.filter(({ receive }) => receive)) {
      const client = await logIn(server, other, bob)
      for (const [way, person, words] of people)
        expect([way.name, other.name, await other.receive!(client, person)]).toEqual([
          way.name,
          other.name,
          [words],
        ])
    }
    const heard = () => v1.heard.filter(({ kind }) => kind === 'message.sent')
    await playhub.hears('message', said.length)
    await until(() => heard().length >= said.length && chatapp.heard.length > said.length)
    expect(
      playhub
        .all('message')
        .map(({ message }) => message)
        .toSorted(),
    ).toEqual(said.toSorted())
    expect(
      heard()
        .map(({ body }) => body.message.text)
        .toSorted(),
    ).toEqual(said.toSorted())
    expect(
      chatapp.heard
        .slice(1)
        .map(([event, { body }]) => [event, body])
        .toSorted(),
    ).toEqual(said.map((words) => ['bob', words]).toSorted())
    v1.close()
    chatapp.close()
    playhub.close()
  })
}
