import { expect, test } from 'bun:test'
import { group, refusalOf } from '../../test/chats.ts'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import type { Role } from '../db/schema.ts'
import { setRole } from './set-role.ts'

const ok = undefined

/** Who may give which role to whom. Two members, or two admins, are two people. */
const changes: [by: Role, whom: Role, to: Role, refusal: string | undefined][] = [
  ['owner', 'member', 'admin', ok],
  ['owner', 'admin', 'member', ok],
  ['owner', 'member', 'owner', ok],
  ['owner', 'admin', 'owner', ok],
  ['admin', 'member', 'admin', ok],
  ['admin', 'admin', 'member', 'forbidden'],
  ['admin', 'member', 'owner', 'forbidden'],
  ['admin', 'owner', 'admin', 'forbidden'],
  ['admin', 'owner', 'member', 'forbidden'],
  ['member', 'member', 'admin', 'forbidden'],
  ['member', 'member', 'member', 'forbidden'],
  ['member', 'admin', 'member', 'forbidden'],
  ['member', 'owner', 'owner', 'forbidden'],
]

for (const database of databases) {
  test(`${database.name}: who may give whom which role`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, cleo, dora } = its
    for (const [by, whom, to, refusal] of changes) {
      const chat = await group(house, [alice, bob, cleo, dora])
      const as = async (person: typeof bob, role: Role) =>
        role !== 'member' && (await house.commit((tx) => setRole(tx, alice, chat.id, person.id, role)))
      const actor = by === 'owner' ? alice : bob
      const target = whom === 'owner' ? alice : cleo
      if (by !== 'owner') await as(bob, by)
      if (whom !== 'owner') await as(cleo, whom)
      const attempt = house.commit((tx) => setRole(tx, actor, chat.id, target.id, to))
      expect([by, whom, to, await refusalOf(attempt)]).toEqual([by, whom, to, refusal])
    }
  })

  test(`${database.name}: handing the group over is two entries, and there is one owner`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, cleo, dora } = its
    const chat = await group(house, [alice, bob, cleo])
    const before = await its.head()
    await house.commit((tx) => setRole(tx, alice, chat.id, bob.id, 'owner'))
    const heard = await its.hears(cleo, before)
    expect(heard.map((entry) => [entry.kind, entry.body])).toEqual([
      ['chat.member_updated', { chat_id: chat.id, user_id: alice.id, role: 'admin' }],
      ['chat.member_updated', { chat_id: chat.id, user_id: bob.id, role: 'owner' }],
    ])
    expect(await its.hears(dora, before)).toEqual([])
    const again = house.commit((tx) => setRole(tx, alice, chat.id, alice.id, 'owner'))
    expect(await refusalOf(again)).toBe('forbidden')
    const members = await house.db.reader.selectFrom('members').select(['user_id', 'role']).execute()
    expect(members.filter((member) => member.role === 'owner').map((member) => member.user_id)).toEqual([
      bob.id,
    ])
  })

  test(`${database.name}: an owner cannot step down into nothing; a stranger has no role`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, dora } = its
    const chat = await group(house, [alice, bob])
    const before = await its.head()
    const set = (actor: typeof alice, person: typeof alice, role: Role) =>
      refusalOf(house.commit((tx) => setRole(tx, actor, chat.id, person.id, role)))
    expect(await set(alice, alice, 'admin')).toBe('conflict')
    expect(await set(alice, alice, 'owner')).toBeUndefined()
    expect(await set(alice, bob, 'member')).toBeUndefined()
    expect(await set(alice, dora, 'admin')).toBe('not_found')
    expect(await set(dora, bob, 'admin')).toBe('not_found')
    expect(await its.head()).toBe(before)
  })
}
