import { expect, test } from 'bun:test'
import { group, refusalOf, say } from '../../test/chats.ts'
import { databases } from '../../test/databases.ts'
import { type TestHouse, testHouse } from '../../test/house.ts'
import type { Person } from '../../test/people.ts'
import type { Role } from '../db/schema.ts'
import { addMembers } from './add-members.ts'
import { openDirect } from './open-direct.ts'
import { removeMember } from './remove-member.ts'
import { setRole } from './set-role.ts'

const remove = (its: TestHouse, actor: Person, chat: { id: string }, person = actor) =>
  its.house.commit((tx) => removeMember(tx, actor, chat.id, person.id))

const ownerOf = async (its: TestHouse, chat: { id: string }) =>
  (
    await its.house.db.reader
      .selectFrom('members')
      .select('user_id')
      .where('chat_id', '=', chat.id)
      .where('role', '=', 'owner')
      .execute()
  ).map((row) => row.user_id)

/** Who may remove whom; everybody may go himself. Two of the same role are two people. */
const removals: [by: Role, whom: Role, refusal: string | undefined][] = [
  ['owner', 'admin', undefined],
  ['owner', 'member', undefined],
  ['admin', 'member', undefined],
  ['admin', 'admin', 'forbidden'],
  ['admin', 'owner', 'forbidden'],
  ['member', 'member', 'forbidden'],
  ['member', 'admin', 'forbidden'],
  ['member', 'owner', 'forbidden'],
]

for (const database of databases) {
  test(`${database.name}: who may remove whom`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, cleo, dora } = its
    for (const [by, whom, refusal] of removals) {
      const chat = await group(house, [alice, bob, cleo])
      const actor = by === 'owner' ? alice : bob
      const target = whom === 'owner' ? alice : cleo
      if (by === 'admin') await house.commit((tx) => setRole(tx, alice, chat.id, bob.id, 'admin'))
      if (whom === 'admin') await house.commit((tx) => setRole(tx, alice, chat.id, cleo.id, 'admin'))
      expect([by, whom, await refusalOf(remove(its, actor, chat, target))]).toEqual([by, whom, refusal])
      expect(await refusalOf(remove(its, dora, chat, bob))).toBe('not_found')
      expect(await refusalOf(remove(its, bob, chat))).toBeUndefined()
    }
  })

  test(`${database.name}: who is removed hears that, and nothing more`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, cleo, dora } = its
    const chat = await group(house, [alice, bob, cleo])
    const before = await its.head()
    await remove(its, alice, chat, bob)
    await say(house, alice, chat, 'Now that he is gone')
    const body = { chat_id: chat.id, user_id: bob.id, member_count: 2 }
    const heard = (await its.hears(bob, before)).map((entry) => [entry.kind, entry.body])
    expect(heard).toEqual([['chat.member_removed', body]])
    const kinds = (await its.hears(cleo, before)).map((entry) => entry.kind)
    expect(kinds).toEqual(['chat.member_removed', 'message.sent'])
    expect(await its.hears(dora, before)).toEqual([])
    expect(await refusalOf(remove(its, alice, chat, bob))).toBe('not_found')
    expect(await refusalOf(remove(its, bob, chat))).toBe('not_found')
    await expect(say(house, bob, chat, 'Hello?')).rejects.toMatchObject({ code: 'not_found' })
  })

  test(`${database.name}: what is said in the same instant as a removal is not heard by the removed`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, cleo } = its
    const chat = await group(house, [alice, bob, cleo])
    const before = await its.head()
    await Promise.all([remove(its, alice, chat, bob), say(house, alice, chat, 'Together')])
    expect(await its.hears(cleo, before)).toHaveLength(2)
    expect((await its.hears(bob, before)).map((entry) => entry.kind)).toEqual(['chat.member_removed'])
  })

  test(`${database.name}: an owner who leaves is followed by the admin who is there longest`, async () => {
    await using its = await testHouse(database)
    const { house, clock, alice, bob, cleo, dora } = its
    const chat = await group(house, [alice, dora])
    for (const person of [cleo, bob]) {
      clock.move(1000)
      await house.commit((tx) => addMembers(tx, alice, chat.id, [person.id], 10))
      await house.commit((tx) => setRole(tx, alice, chat.id, person.id, 'admin'))
    }
    const before = await its.head()
    await remove(its, alice, chat)
    expect(await ownerOf(its, chat)).toEqual([cleo.id])
    const heard = (await its.hears(dora, before)).map((entry) => [entry.kind, entry.body])
    expect(heard).toEqual([
      ['chat.member_updated', { chat_id: chat.id, user_id: cleo.id, role: 'owner' }],
      ['chat.member_removed', { chat_id: chat.id, user_id: alice.id, member_count: 3 }],
    ])
    expect(await its.hears(alice, before)).toHaveLength(2)
    await remove(its, cleo, chat)
    expect(await ownerOf(its, chat)).toEqual([bob.id])
    await remove(its, bob, chat)
    expect(await ownerOf(its, chat)).toEqual([dora.id])
  })

  test(`${database.name}: where there is no admin, it is the member who is there longest`, async () => {
    await using its = await testHouse(database)
    const { house, clock, alice, bob, cleo } = its
    const chat = await group(house, [alice])
    for (const person of [cleo, bob]) {
      clock.move(1000)
      await house.commit((tx) => addMembers(tx, alice, chat.id, [person.id], 10))
    }
    await remove(its, alice, chat)
    expect(await ownerOf(its, chat)).toEqual([cleo.id])
  })

  test(`${database.name}: with the last member the group goes`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob } = its
    const chat = await group(house, [alice, bob])
    await say(house, alice, chat, 'Our secret')
    await remove(its, alice, chat)
    await remove(its, bob, chat)
    expect(await house.db.reader.selectFrom('chats').selectAll().execute()).toEqual([])
    const heard = await its.hears(bob)
    expect(heard.at(-1)).toMatchObject({ kind: 'chat.deleted', body: { chat_id: chat.id } })
    expect(JSON.stringify(heard)).not.toContain('Our secret')
    expect((await its.hears(alice)).at(-1)?.body).toBeNull()
  })

  test(`${database.name}: nobody leaves a direct chat`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, dora } = its
    const chat = await house.commit((tx) => openDirect(tx, alice, bob.id))
    expect(await refusalOf(remove(its, alice, chat))).toBe('conflict')
    expect(await refusalOf(remove(its, alice, chat, bob))).toBe('conflict')
    expect(await refusalOf(remove(its, dora, chat))).toBe('not_found')
  })
}
