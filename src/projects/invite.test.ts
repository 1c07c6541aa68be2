import { expect, test } from 'bun:test'
import { anotherHouse } from '../../test/another-house.ts'
import { refusalOf } from '../../test/chats.ts'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import { person } from '../../test/people.ts'
import { scene, short } from '../../test/projects.ts'
import { createProject } from './create.ts'
import { invite } from './invite.ts'
import { viewProject } from './view.ts'

for (const database of databases) {
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
