import { expect, test } from 'bun:test'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import type { Person } from '../../test/people.ts'
import { scene, short } from '../../test/projects.ts'

const all = '/projects'

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
}
