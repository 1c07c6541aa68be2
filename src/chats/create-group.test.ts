import { expect, test } from 'bun:test'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import type { Person } from '../../test/people.ts'
import { insertAll } from '../db/insert.ts'
import type { House } from '../http/house.ts'
import { newId } from '../id.ts'
import { block } from '../users/block.ts'
import { setState } from '../users/moderate.ts'
import { createGroup } from './create-group.ts'

const create = (house: House, actor: Person, memberIds: string[], most = 100) =>
  house.commit((tx) => createGroup(tx, actor, { title: 'Walks', memberIds, sharesHistory: true }, most))

/** Many who have accounts, made all at once: to register each of them would take longer than all else. */
async function strangers(house: House, many: number): Promise<string[]> {
  const [one] = await house.db.reader.selectFrom('users').selectAll().where('username', '=', 'dora').execute()
  const rows = Array.from({ length: many }, (_, i) => {
    const name = `p${i}`
    return {
      ...one!,
      id: newId(),
      number: 1000 + i,
      username: name,
      username_key: name,
      name,
      name_key: name,
    }
  })
  await house.commit((tx) => insertAll(tx.db, 'users', rows))
  return rows.map(({ id }) => id)
}

for (const database of databases) {
  test(`${database.name}: alice makes a group and owns it; its members hear of it, dora does not`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, cleo, dora } = its
    const before = await its.head()
    const chat = await create(house, alice, [bob.id, cleo.id, bob.id, alice.id])
    expect(chat).toMatchObject({ title: 'Walks', kind: 'group', role: 'owner', member_count: 3, version: 1 })
    expect(chat).toMatchObject({ peer: null, last_message: null, unread_count: 0 })
    for (const person of [alice, bob, cleo]) {
      const heard = await its.hears(person, before)
      expect(heard.map((entry) => entry.kind)).toEqual(['chat.created'])
      expect(heard[0]!.body.member_ids).toEqual([alice.id, bob.id, cleo.id])
      expect(heard[0]!.body.chat).toMatchObject({ id: chat.id, member_count: 3 })
    }
    expect(await its.hears(dora, before)).toEqual([])
  })

  test(`${database.name}: only people who are there, and who do not block each other, and not too many`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, cleo, dora } = its
    const head = await its.head()
    await expect(create(house, alice, [bob.id, newId()])).rejects.toMatchObject({ code: 'not_found' })
    await expect(create(house, alice, [bob.id, cleo.id], 2)).rejects.toMatchObject({ code: 'conflict' })
    expect(await its.head()).toBe(head)
    await house.commit((tx) => setState(tx, alice, dora.id, 'suspended'))
    await expect(create(house, alice, [dora.id])).rejects.toMatchObject({ code: 'not_found' })
    await house.commit((tx) => block(tx, bob, alice.id))
    const refused = { code: 'forbidden', message: 'You cannot add this person' }
    await expect(create(house, alice, [cleo.id, bob.id])).rejects.toMatchObject(refused)
    await expect(create(house, bob, [alice.id])).rejects.toMatchObject(refused)
    expect((await create(house, cleo, [alice.id, bob.id], 3)).member_count).toBe(3)
    expect(await house.db.reader.selectFrom('chats').select('id').execute()).toHaveLength(1)
  })

  test(`${database.name}: a group of 5,000 is one entry, quickly`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob } = its
    const crowd = await strangers(house, 4_998)
    const before = await its.head()
    const started = performance.now()
    const chat = await create(house, alice, [bob.id, ...crowd], 5_000)
    expect(performance.now() - started).toBeLessThan(2_000)
    expect(chat.member_count).toBe(5_000)
    expect(await its.head()).toBe(before + 1)
    const heard = await its.hears({ id: crowd.at(-1)! }, before)
    expect(heard.map((entry) => entry.kind)).toEqual(['chat.created'])
    expect(heard[0]!.body.member_ids).toHaveLength(100)
  }, 60_000)
}
