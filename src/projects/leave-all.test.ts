import { expect, test } from 'bun:test'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import { type Person, person } from '../../test/people.ts'
import { scene, short } from '../../test/projects.ts'
import { leaveAllChats } from '../chats/leave-all.ts'
import { block } from '../users/block.ts'
import { setState } from '../users/moderate.ts'
import { removeUser } from '../users/remove.ts'
import { leaveAllProjects } from './leave-all.ts'
import { viewProject } from './view.ts'

const all = '/projects'

for (const database of databases) {
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
}
