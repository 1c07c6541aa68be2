import { expect, test } from 'bun:test'
import { anotherHouse } from '../../test/another-house.ts'
import { refusalOf } from '../../test/chats.ts'
import { databases } from '../../test/databases.ts'
import { openDoor } from '../../test/door.ts'
import { type TestHouse, testHouse } from '../../test/house.ts'
import { type Person, person } from '../../test/people.ts'
import { leaveAllChats } from '../chats/leave-all.ts'
import { listMembers } from '../chats/members.ts'
import { chatRoutes } from '../chats/routes.ts'
import { messageRoutes } from '../messages/routes.ts'
import { block } from '../users/block.ts'
import { setState } from '../users/moderate.ts'
import { removeUser } from '../users/remove.ts'
import { createProject } from './create.ts'
import { invite } from './invite.ts'
import { leaveAllProjects } from './leave-all.ts'
import { projectRoutes } from './routes.ts'
import { viewProject } from './view.ts'

const all = '/projects'

interface Shown {
  id: string
  username: string
}

/** A project as the tests look at it. */
const short = ({ owner, coaches, participants }: { owner: Shown; coaches: Shown[]; participants: Shown[] }) =>
  [owner, ...coaches]
    .map((one) => one.username)
    .concat('|', ...participants.map((one) => one.username))
    .join(' ')

/** Alice's project, in which bob is a coach, and cleo takes part. */
async function scene(its: TestHouse) {
  const { house, alice, bob, cleo } = its
  const door = openDoor(its, [...projectRoutes, ...chatRoutes, ...messageRoutes])
  const emil = await person(house, 'emil')
  const made = await door(alice, 'POST', all, {
    title: ' Bridge ',
    description: 'Over the river',
    coaches: [bob.id, alice.id],
    participants: [cleo.id, bob.id],
    client_id: 'bridge',
  })
  expect(made.status).toBe(201)
  const { id, chat_id } = made.body as { id: string; chat_id: string }
  const ask = async (who: Person, method: string, path: string, body?: unknown) =>
    (await door(who, method, `${all}/${id}${path}`, body)).status
  const seen = async (who: Person) => short((await door(who, 'GET', `${all}/${id}`)).body)
  /** The chat has the same people, in the roles that go with what they are here. */
  const inChat = async (who: Person) =>
    (await listMembers(house.db, who.id, chat_id, undefined, 9)).items
      .map((one) => `${one.user.username} ${one.role}`)
      .sort()
  return { door, emil, id, chat_id, made, ask, seen, inChat }
}

for (const database of databases) {
  test(`${database.name}: who may do what in a project, and what becomes of its chat`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, cleo, dora } = its
    const { door, emil, id, chat_id, made, ask, seen, inChat } = await scene(its)
    expect(made).toMatchObject({
      etag: '"1"',
      body: { title: 'Bridge', role: 'owner', member_count: 3, archived: false },
    })
    expect(made.body.owner).toMatchObject({
      id: alice.id,
      username: 'alice',
      first_name: 'alice',
      last_name: '',
    })
    expect(short(made.body)).toBe('alice bob | cleo')
    expect(await inChat(alice)).toEqual(['alice owner', 'bob admin', 'cleo member'])

    const aimless = { cleo: cleo.id, emil: emil.id }
    const attempts: [Person, string, string, unknown, number][] = [
      // A stranger finds nothing, whatever he asks.
      [dora, 'GET', '', undefined, 404],
      [dora, 'PUT', '', { title: 'Mine' }, 404],
      [dora, 'DELETE', '', undefined, 404],
      [dora, 'PUT', '/archive', undefined, 404],
      [dora, 'POST', '/invite', { participant: dora.id }, 404],
      [dora, 'DELETE', '/leave', undefined, 404],
      [dora, 'POST', '/designate-coach', { coach: cleo.id }, 404],
      [dora, 'DELETE', '/designate-coach', { coach: bob.id }, 404],
      [dora, 'DELETE', '/remove-participant', { participant: cleo.id }, 404],
      [dora, 'PUT', '/owner', { user: dora.id }, 404],
      // A participant leads nothing, and a coach does not own it.
      [cleo, 'POST', '/designate-coach', { coach: cleo.id }, 403],
      [cleo, 'DELETE', '/designate-coach', { coach: bob.id }, 403],
      [cleo, 'DELETE', '/remove-participant', { participant: cleo.id }, 403],
      [bob, 'PUT', '', { title: 'Mine' }, 403],
      [bob, 'DELETE', '', undefined, 403],
      [bob, 'PUT', '/archive', undefined, 403],
      [bob, 'PUT', '/owner', { user: bob.id }, 403],
      // What makes no sense.
      [alice, 'DELETE', '/leave', undefined, 400],
      [alice, 'PUT', '', {}, 400],
      [alice, 'PUT', '', { title: ' ' }, 400],
      [alice, 'PUT', '/owner', { user: alice.id }, 400],
      [alice, 'PUT', '/owner', { user: dora.id }, 400],
      [cleo, 'POST', '/invite', { participant: bob.id }, 400],
      [cleo, 'POST', '/invite', { participant: id }, 404],
      [bob, 'POST', '/designate-coach', { coach: alice.id }, 400],
      [bob, 'POST', '/designate-coach', { coach: bob.id }, 400],
      [bob, 'POST', '/designate-coach', { coach: dora.id }, 400],
      [alice, 'DELETE', '/designate-coach', { coach: cleo.id }, 400],
      [alice, 'DELETE', '/designate-coach', { coach: alice.id }, 400],
      [alice, 'DELETE', '/remove-participant', { participant: bob.id }, 400],
      [bob, 'DELETE', '/remove-participant', { participant: alice.id }, 400],
      [bob, 'DELETE', '/remove-participant', { participant: dora.id }, 400],
      [bob, 'DELETE', '/remove-participant', aimless, 400],
    ]
    const before = await its.head()
    for (const [who, method, path, body, status] of attempts)
      expect([who.username, method, path, await ask(who, method, path, body)]).toEqual([
        who.username,
        method,
        path,
        status,
      ])
    expect(await its.head()).toBe(before)

    expect(await ask(cleo, 'POST', '/invite', { participant: emil.id })).toBe(200)
    expect(await seen(emil)).toBe('alice bob | cleo emil')
    expect(await ask(bob, 'POST', '/designate-coach', { coach: emil.id })).toBe(200)
    expect(await ask(emil, 'DELETE', '/designate-coach', { coach: bob.id })).toBe(200)
    expect(await seen(bob)).toBe('alice emil | bob cleo')
    expect(await inChat(alice)).toEqual(['alice owner', 'bob member', 'cleo member', 'emil admin'])
    expect(await ask(emil, 'DELETE', '/remove-participant', { participant: bob.id })).toBe(200)
    expect(await ask(bob, 'GET', '')).toBe(404)
    expect(await ask(alice, 'PUT', '/owner', { user: cleo.id })).toBe(200)
    expect(await seen(emil)).toBe('cleo alice emil |')
    expect(await ask(alice, 'DELETE', '/leave')).toBe(200)
    expect(await inChat(cleo)).toEqual(['cleo owner', 'emil admin'])

    const edited = await door(cleo, 'PUT', `${all}/${id}`, { title: 'Tunnel' }, { 'If-Match': '"2"' })
    expect(edited).toMatchObject({
      status: 200,
      etag: '"3"',
      body: { title: 'Tunnel', description: 'Over the river' },
    })
    expect((await door(cleo, 'PUT', `${all}/${id}`, { title: 'Ford' }, { 'If-Match': '"2"' })).status).toBe(
      412,
    )
    expect((await door(emil, 'GET', `/chats/${chat_id}`)).body).toMatchObject({
      title: 'Tunnel',
      host: `project:${id}`,
    })
    const again = await its.head()
    expect(await ask(cleo, 'PUT', '', { title: 'Tunnel' })).toBe(200)
    expect(await its.head()).toBe(again)

    expect((await door(emil, 'POST', `/chats/${chat_id}/messages`, { text: 'Farewell' })).status).toBe(201)
    expect((await door(cleo, 'DELETE', `${all}/${id}`)).body).toEqual({ message: expect.any(String) })
    for (const path of [`${all}/${id}`, `/chats/${chat_id}`, `/messages/${id}`])
      expect([path, (await door(emil, 'GET', path)).status]).toEqual([path, 404])
    expect((await its.hears(emil)).at(-1)).toMatchObject({ kind: 'project.deleted', actor_id: cleo.id })
    // Nothing is left of what it was about, nor of the answer that is kept for the key with which it was made.
    const { reader } = house.db
    const left = [
      await reader.selectFrom('entries').select('body').execute(),
      await reader.selectFrom('idempotency_keys').select('answer').execute(),
    ].map((rows) => JSON.stringify(rows))
    expect([left[1]!.length > 2, left.filter((rows) => rows.includes('Over the river'))]).toEqual([true, []])
    const open = house.db.reader.selectFrom('follows').select('user_id').where('until_seq', 'is', null)
    expect(await open.where('stream', '=', `project:${id}`).execute()).toEqual([])
  }, 20_000)

  test(`${database.name}: titles, keys, pages and filters`, async () => {
    await using its = await testHouse(database)
    const { alice, bob, cleo } = its
    const { door, emil, id } = await scene(its)
    const make = (who: Person, title: string, more: object = {}) => door(who, 'POST', all, { title, ...more })
    expect((await make(alice, 'Bridge')).status).toBe(409)
    const key = { title: 'Ford', client_id: 'one' }
    const twice = [await door(bob, 'POST', all, key), await door(bob, 'POST', all, key)]
    expect(twice.map(({ status, body }) => [status, body.id])).toEqual([
      [201, twice[0]!.body.id],
      [201, twice[0]!.body.id],
    ])
    expect((await make(bob, 'Bridge', { participants: [alice.id] })).status).toBe(201)
    // It cannot be handed over to somebody who has one of that title.
    expect((await door(alice, 'PUT', `${all}/${id}/owner`, { user: bob.id })).status).toBe(409)
    expect((await door(bob, 'PUT', `${all}/${twice[0]!.body.id}`, { title: 'Bridge' })).status).toBe(409)
    expect((await make(alice, 'Sand_castle', { participants: [id] })).status).toBe(404)
    await make(alice, 'Sand_castle')
    await make(alice, 'SÃO Bento')

    const list = async (who: Person, query = '') => door(who, 'GET', `${all}/${query}`)
    const titles = async (who: Person, query = '') =>
      (await list(who, query)).body.data.map((one: { title: string }) => one.title)
    expect(await titles(alice)).toEqual(['SÃO Bento', 'Sand_castle', 'Bridge', 'Bridge'])
    expect(await titles(alice, '?role=participant')).toEqual(['Bridge'])
    expect(await titles(alice, '?filter_by=d_c')).toEqual(['Sand_castle'])
    expect(await titles(alice, '?filter_by=são')).toEqual(['SÃO Bento'])
    expect(await titles(alice, '?filter_by=%25')).toEqual([])
    expect((await list(alice)).body).toMatchObject({ total: 4, pages: 1, has_next: false, has_prev: false })
    const second = (await list(alice, '?page=2&per_page=1&filter_by=BRID')).body
    expect(second).toMatchObject({ total: 2, pages: 2, has_next: false, has_prev: true })
    expect([second.data.length, short(second.data[0])]).toEqual([1, 'alice bob | cleo'])
    const walk = new URLSearchParams(second.prev.split('?')[1])
    expect([...walk]).toEqual([
      ['page', '1'],
      ['per_page', '1'],
      ['filter_by', 'BRID'],
    ])
    expect(second.next).toContain('page=2')
    const first = await door(alice, 'GET', second.prev.replace('/api/v1', ''))
    expect(first.body).toMatchObject({ has_next: true, has_prev: false, data: [{ owner: { id: bob.id } }] })
    expect((await list(emil)).body).toMatchObject({ total: 0, pages: 0, data: [] })
    expect((await list(alice, '?per_page=5000')).body.next).toContain('per_page=100')
    for (const query of ['?page=2', '?page=9'])
      expect([query, (await list(alice, query)).status]).toEqual([query, 404])
    for (const query of ['?page=0', '?page=x', '?per_page=-1', '?role=boss', '?sort=up'])
      expect([query, (await list(alice, query)).status]).toEqual([query, 400])

    expect((await door(alice, 'PUT', `${all}/${id}/archive`)).body).toMatchObject({
      archived: true,
      version: 2,
    })
    expect((await door(alice, 'PUT', `${all}/${id}/archive`)).body).toMatchObject({ version: 2 })
    expect(await titles(cleo)).toEqual([])
    expect(await titles(cleo, '?archived=true')).toEqual(['Bridge'])
    expect((await door(alice, 'DELETE', `${all}/${id}/archive`)).body).toMatchObject({ archived_at: null })
    expect(await titles(cleo)).toEqual(['Bridge'])
    const kinds = (await its.hears(cleo))
      .map((entry) => entry.kind)
      .filter((kind) => kind.startsWith('project'))
    expect(kinds).toEqual(['project.created', 'project.archived', 'project.unarchived'])
  }, 20_000)

  test(`${database.name}: what is said to all, and what to one`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, cleo, dora } = its
    const { door, emil, id, chat_id, ask } = await scene(its)
    const say = (who: Person, content: string, receiver?: string | null) =>
      door(who, 'POST', `/messages/${id}`, { content, receiver })
    const heard = async (who: Person, query = '') =>
      (await door(who, 'GET', `/messages/${id}${query}`)).body.data.map(
        (one: { content: string }) => one.content,
      )
    await ask(alice, 'POST', '/invite', { participant: emil.id })
    const first = await say(cleo, 'Who brings rope?')
    expect(first).toMatchObject({
      status: 201,
      body: {
        message: expect.any(String),
        content: 'Who brings rope?',
        sender: { id: cleo.id },
        receiver: null,
        chat_id,
      },
    })
    const whisper = await say(bob, 'You do, cleo', cleo.id)
    expect(whisper).toMatchObject({
      status: 201,
      body: { project_id: id, sender: { id: bob.id }, receiver: { id: cleo.id } },
    })
    await say(alice, 'I bring tea', null)
    await say(alice, 'Only for us', bob.id)

    expect(await heard(cleo)).toEqual(['I bring tea', 'You do, cleo', 'Who brings rope?'])
    expect(await heard(bob)).toEqual(['Only for us', 'I bring tea', 'You do, cleo', 'Who brings rope?'])
    expect(await heard(emil)).toEqual(['I bring tea', 'Who brings rope?'])
    expect(await heard(bob, '?page=2&per_page=3')).toEqual(['Who brings rope?'])
    expect((await door(bob, 'GET', `/messages/${id}?page=2&per_page=3`)).body).toMatchObject({
      total: 4,
      pages: 2,
    })
    expect((await door(bob, 'GET', `/messages/${id}?page=3&per_page=3`)).status).toBe(404)

    const direct = (await its.hears(cleo)).findLast((entry) => entry.body.message?.project_id === id)
    expect(direct).toMatchObject({ kind: 'message.sent', actor_id: bob.id })
    for (const stranger of [emil, dora])
      expect(JSON.stringify(await its.hears(stranger))).not.toContain('You do, cleo')
    const refused: [Person, string | undefined, number][] = [
      [cleo, bob.id, 400],
      [bob, dora.id, 400],
      [bob, bob.id, 400],
      [dora, undefined, 404],
      [dora, alice.id, 404],
    ]
    for (const [who, to, status] of refused)
      expect([who.username, to, (await say(who, 'Psst', to)).status]).toEqual([who.username, to, status])
    expect((await say(cleo, ' ')).status).toBe(400)
    expect((await door(dora, 'GET', `/messages/${id}`)).status).toBe(404)

    await house.commit((tx) => block(tx, cleo, bob.id))
    expect((await say(bob, 'Still there?', cleo.id)).status).toBe(403)
    expect(await ask(bob, 'GET', '')).toBe(200)
    const [gone, kept] = [first.body, whisper.body]
    await door(cleo, 'DELETE', `/chats/${chat_id}/messages/${gone.id}`)
    await door(cleo, 'PUT', `/chats/${kept.chat_id}/messages/${kept.id}/hidden`)
    expect(await heard(cleo)).toEqual(['I bring tea'])
    expect(await heard(bob)).toEqual(['Only for us', 'I bring tea', 'You do, cleo'])
    await door(alice, 'DELETE', `/projects/${id}`)
    const left = (await door(bob, 'GET', `/chats/${kept.chat_id}/messages`)).body.items
    expect(left).toMatchObject([{ text: 'You do, cleo', project_id: id }])
  }, 20_000)

  test(`${database.name}: who is gone, suspended or blocked, and to whom a project passes`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, cleo, dora } = its
    const { door, emil, id, ask, seen } = await scene(its)
    const goes = (who: Person) =>
      house.commit((tx) => removeUser(tx, who.id, [leaveAllProjects, leaveAllChats]))
    await door(bob, 'POST', all, { title: 'Bridge' })
    await house.commit((tx) => setState(tx, alice, emil.id, 'suspended'))
    expect(await ask(alice, 'POST', '/invite', { participant: emil.id })).toBe(404)
    await house.commit((tx) => setState(tx, alice, emil.id, 'active'))
    expect(await ask(alice, 'POST', '/invite', { participant: emil.id })).toBe(200)
    await house.commit((tx) => block(tx, dora, cleo.id))
    expect(await ask(cleo, 'POST', '/invite', { participant: dora.id })).toBe(403)
    expect((await door(cleo, 'POST', all, { title: 'A trap', participants: [dora.id] })).status).toBe(403)
    await house.commit((tx) => setState(tx, alice, cleo.id, 'suspended'))
    expect(await ask(alice, 'PUT', '/owner', { user: cleo.id })).toBe(404)

    await house.commit(({ db }) =>
      db.updateTable('users').set({ is_admin: 1 }).where('id', '=', bob.id).execute(),
    )
    await goes(alice)
    const passed = await viewProject(house.db.reader, bob.id, id)
    expect([passed.title, short(passed)]).toEqual(['Bridge (2)', 'bob | cleo emil'])
    expect((await its.hears(bob)).slice(-3).map((entry) => entry.kind)).toContain('project.member_left')
    await house.commit(({ db }) =>
      db.updateTable('users').set({ is_admin: 1 }).where('id', '=', emil.id).execute(),
    )
    const frida = await person(house, 'frida')
    expect(await ask(bob, 'POST', '/invite', { participant: frida.id })).toBe(200)
    expect(await ask(bob, 'POST', '/designate-coach', { coach: frida.id })).toBe(200)
    await goes(bob)
    // Emil was there before, but a coach comes first.
    expect(await seen(emil)).toBe('frida | cleo emil')
    await goes(frida)
    // Cleo was there before, but is suspended.
    expect(await seen(emil)).toBe('emil | cleo')
    await house.commit((tx) => setState(tx, emil, cleo.id, 'active'))
    await goes(cleo)
    expect(await seen(emil)).toBe('emil |')
    await house.commit(({ db }) =>
      db.updateTable('users').set({ is_admin: 1 }).where('id', '=', dora.id).execute(),
    )
    await goes(emil)
    expect(await house.db.reader.selectFrom('projects').selectAll().execute()).toEqual([])
    expect(await house.db.reader.selectFrom('chats').selectAll().execute()).toEqual([])
    const log = JSON.stringify(await house.db.reader.selectFrom('entries').selectAll().execute())
    for (const name of ['bob', 'cleo', 'emil', 'frida']) expect(log).not.toContain(`"username":"${name}"`)
  }, 20_000)

  test(`${database.name}: of two who do the same at once, one is late`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, cleo, dora } = its
    const { id } = await scene(its)
    const other = database.name === 'sqlite' ? undefined : await anotherHouse(its)
    const there = other?.house ?? house
    const outcomes = async (...attempts: Promise<unknown>[]) =>
      (await Promise.all(attempts.map(refusalOf))).sort()
    const most = house.config.maxMembers
    expect(
      await outcomes(
        house.commit((tx) => invite(tx, bob, id, dora.id, most)),
        there.commit((tx) => invite(tx, cleo, id, dora.id, most)),
      ),
    ).toEqual(['invalid', undefined])
    const seen = await viewProject(house.db.reader, dora.id, id)
    expect([short(seen), seen.member_count]).toEqual(['alice bob | cleo dora', 4])
    await house.tail.look()
    const added = (await its.hears(alice)).filter(({ kind }) => kind === 'project.member_added')
    expect(added).toHaveLength(1)
    const project = { title: 'Ford', description: '', coachIds: [], participantIds: [] }
    expect(
      await outcomes(
        house.commit((tx) => createProject(tx, alice, project, most)),
        there.commit((tx) => createProject(tx, alice, project, most)),
      ),
    ).toEqual(['conflict', undefined])
    expect(await refusalOf(house.commit((tx) => invite(tx, bob, id, dora.id, 4)))).toBe('invalid')
    const late = await person(house, 'late')
    expect(await refusalOf(house.commit((tx) => invite(tx, bob, id, late.id, 4)))).toBe('conflict')
    const full = { ...project, title: 'Full', participantIds: [bob.id, cleo.id] }
    expect(await refusalOf(house.commit((tx) => createProject(tx, alice, full, 2)))).toBe('conflict')
    await other?.[Symbol.asyncDispose]()
  }, 20_000)
}
