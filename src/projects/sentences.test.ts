import { expect, test } from 'bun:test'
import type { Client } from '../../test/client.ts'
import { databases } from '../../test/databases.ts'
import { doors, type Ear, newEar } from '../../test/doors.ts'
import { town } from '../../test/journeys/world.ts'
import { testServer } from '../../test/server.ts'
import { sentenceOf } from './sentences.ts'

const kinds = ['Socket.IO over WebSocket', 'EventSource', 'plain HTTP'] as const

/** Somebody who listens at three doors at once. */
async function listener(url: string, person: Client) {
  const { cursor } = await person.get('/api/v1/log')
  const ears: Ear[] = kinds.map(() => newEar(cursor))
  const open = kinds.map((kind, i) => doors[kind]!(url, person.token, ears[i]!))
  let steps = 0
  return {
    person,
    ears,
    /** Everything that was said until now has come through each door. */
    async caughtUp() {
      const about = `step ${++steps}`
      await person.ask('PATCH', '/api/v1/users/me', { about })
      for (const ear of ears)
        while (ear.entries.findLast(({ kind }) => kind === 'me.updated')?.body.me.about !== about)
          await ear.more()
    },
    close: () => open.forEach((door) => door.cut()),
  }
}

const said = (ear: Ear, { id }: Client) =>
  ear.entries.flatMap((entry) => {
    const sentence = sentenceOf(entry, id)
    return sentence ? [[sentence.type, sentence.message]] : []
  })
const of = (type: string) => (message: string) => [type, message]
const add = of('add_into_project')
const edit = of('edit_project')
const gone = of('delete_project')

for (const database of databases)
  test(`${database.name}: each member hears his sentences at every door, and nobody else hears any`, async () => {
    await using server = await testServer(database)
    const { dora, newcomer } = await town(server)
    const people = await Promise.all(['alice', 'bob', 'cleo', 'emil'].map((name) => newcomer(name)))
    const [alice, bob, cleo, emil] = people as [Client, Client, Client, Client]
    const all = await Promise.all([...people, dora].map((one) => listener(server.url, one)))
    const everybodyHeard = () => Promise.all(all.map((one) => one.caughtUp()))
    const { id } = await alice.post('/api/v1/projects', {
      title: 'Bridge',
      coaches: [bob.id],
      participants: [cleo.id],
    })
    const one = `/api/v1/projects/${id}`
    const does = async (who: Client, method: string, path: string, body?: unknown) =>
      expect([path, (await who.ask(method, one + path, body)).status]).toEqual([path, 200])
    await does(cleo, 'POST', '/invite', { participant: emil.id })
    await does(alice, 'PUT', '', { title: 'Tunnel' })
    await does(bob, 'POST', '/designate-coach', { coach: emil.id })
    await does(alice, 'DELETE', '/designate-coach', { coach: emil.id })
    await does(bob, 'DELETE', '/remove-participant', { participant: emil.id })
    await does(cleo, 'DELETE', '/leave')
    await does(alice, 'PUT', '', { title: 'Tunnel', description: 'Under the river' })
    await does(alice, 'PUT', '/archive')
    await does(alice, 'DELETE', '/archive')
    await does(alice, 'PUT', '/owner', { user: bob.id })
    await everybodyHeard()
    await does(bob, 'DELETE', '')
    await everybodyHeard()

    const retitled = edit("The title's project 'Bridge' become the new tilte 'Tunnel'.")
    const expected = {
      alice: [
        add("The new participant '@emil' was added into the project 'Bridge'."),
        edit("'@emil' was designated new coach in the project 'Tunnel'."),
        edit("'@emil' was removed in the project 'Tunnel'."),
        edit("'@cleo' left the project'Tunnel'."),
        gone("The project 'Tunnel' was removed by '@bob'."),
      ],
      bob: [
        add("You was added into the project 'Bridge'."),
        add("The new participant '@emil' was added into the project 'Bridge'."),
        retitled,
        edit("'@emil' was withdrew from coach, he will be a participant the project'Tunnel'."),
        edit("'@cleo' left the project'Tunnel'."),
      ],
      cleo: [
        add("You was added into the project 'Bridge'."),
        retitled,
        edit("'@emil' was designated new coach in the project 'Tunnel'."),
        edit("'@emil' was withdrew from coach, he will be a participant the project'Tunnel'."),
        edit("'@emil' was removed in the project 'Tunnel'."),
      ],
      emil: [
        add("You was added into the project 'Bridge'."),
        retitled,
        edit("You was designated new coach in the project 'Tunnel'."),
        edit("You was withdrew from coach in the project 'Tunnel'."),
        edit("You was removed in the project 'Tunnel'."),
      ],
      dora: [],
    }
    for (const { person, ears } of all)
      for (const [i, ear] of ears.entries())
        expect([person.username, kinds[i], said(ear, person)]).toEqual([
          person.username,
          kinds[i],
          expected[person.username as keyof typeof expected],
        ])
    // All twelve places in which the eleven can be said have been reached.
    expect(
      new Set(
        Object.values(expected)
          .flat(1)
          .map(([, message]) => message),
      ).size,
    ).toBe(11)
    for (const { person, ears } of all.slice(-1))
      for (const ear of ears)
        expect([person.username, ear.entries.map((entry) => entry.kind)]).toEqual([
          'dora',
          ['me.updated', 'me.updated'],
        ])
    const lastOf = (n: number) =>
      all[n]!.ears[0]!.entries.filter(({ stream }) => stream === `project:${id}`).at(-1)
    expect(lastOf(2)).toMatchObject({ kind: 'project.member_left', actor: cleo.id })
    expect(lastOf(3)).toMatchObject({ kind: 'project.member_removed', body: { user: { id: emil.id } } })
    for (const one of all) one.close()
  }, 20_000)

const card = (id: string) => ({
  id,
  username: `name-of-${id}`,
  name: 'Ada King Lovelace',
  about: '',
  picture: null,
  status: null,
  deleted: false,
})
const project = {
  id: 'p',
  title: 'Bridge',
  description: '',
  owner_id: 'o',
  chat_id: 'c',
  archived: false,
  archived_at: null,
  created_at: 1,
  version: 1,
}
const entry = (kind: string, more: object = {}) => ({
  kind,
  actor: 'a',
  body: { project, user: card('u'), ...more },
})

test('what is said goes with what is known: the documented fields, the project and what happened', () => {
  const dataOf = (kind: string, reader: string, more = {}) => sentenceOf(entry(kind, more), reader)?.data
  const ids = (action: string) => ({ action, project_id: 'p' })
  const added = 'project.member_added'
  expect(dataOf('project.created', 'u')).toMatchObject({
    ...ids('project.created'),
    id: 'p',
    title: 'Bridge',
  })
  expect(dataOf(added, 'u')).toMatchObject({ ...ids(added), id: 'p', title: 'Bridge' })
  expect(dataOf(added, 'x')).toMatchObject({
    ...ids(added),
    ...{ id: 'u', username: 'name-of-u', first_name: 'Ada', last_name: 'King Lovelace' },
  })
  expect(dataOf('project.edited', 'x', { former_title: 'Ford' })).toEqual({
    ...ids('project.edited'),
    project_title: 'Bridge',
  } as never)
  for (const kind of ['project.coach_designated', 'project.coach_withdrawn', 'project.member_removed']) {
    expect(dataOf(kind, 'u')).toEqual(ids(kind) as never)
    expect(dataOf(kind, 'x')).toEqual({ ...ids(kind), user_id: 'u' } as never)
  }
  expect(dataOf('project.member_left', 'x')).toEqual({ ...ids('project.member_left'), user_id: 'u' } as never)
  expect(dataOf('project.deleted', 'x')).toEqual(ids('project.deleted') as never)
})

test('nothing is said to him who did it, of what was taken back, and of what has no sentence', () => {
  expect(sentenceOf(entry('project.deleted'), 'a')).toBeNull()
  expect(sentenceOf({ ...entry('project.deleted'), body: null }, 'x')).toBeNull()
  for (const kind of [
    'project.edited',
    'project.archived',
    'project.owner_changed',
    'chat.deleted',
    'project.new',
  ])
    expect([kind, sentenceOf(entry(kind), 'x')]).toEqual([kind, null])
})
