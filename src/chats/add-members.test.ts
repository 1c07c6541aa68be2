import { expect, test } from 'bun:test'
import { group, refusalOf, say } from '../../test/chats.ts'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import type { Person } from '../../test/people.ts'
import type { House } from '../http/house.ts'
import { newId } from '../id.ts'
import { block } from '../users/block.ts'
import { addMembers } from './add-members.ts'
import { openDirect } from './open-direct.ts'
import { removeMember } from './remove-member.ts'
import { viewChat } from './view.ts'

const add = (house: House, actor: Person, chat: { id: string }, users: { id: string }[], most = 100) =>
  house.commit((tx) =>
    addMembers(
      tx,
      actor,
      chat.id,
      users.map((user) => user.id),
      most,
    ),
  )

for (const database of databases) {
  test(`${database.name}: newcomers hear that they are in, and everything after it`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, cleo, dora } = its
    const chat = await group(house, [alice, bob])
    await say(house, alice, chat, 'Before')
    const before = await its.head()
    expect((await add(house, bob, chat, [cleo, dora, alice, cleo])).member_count).toBe(4)
    await say(house, alice, chat, 'After')
    for (const person of [alice, bob, cleo, dora]) {
      const heard = await its.hears(person, before)
      expect(heard.map((entry) => entry.kind)).toEqual([
        'chat.member_added',
        'chat.member_added',
        'message.sent',
      ])
      const [first, second] = heard
      expect(first!.body).toMatchObject({
        chat: { id: chat.id, member_count: 4, version: 1 },
        member: { user: { username: 'cleo' }, role: 'member', joined_at: its.clock.now() },
      })
      expect(second!.body.member.user.username).toBe('dora')
      expect([first!.about, second!.about]).toEqual([cleo.id, dora.id])
      expect(first!.actor_id).toBe(bob.id)
    }
    const everything = await its.hears(cleo)
    expect(everything.some((entry) => entry.body?.message?.text === 'Before')).toBe(false)
  })

  test(`${database.name}: a newcomer reads the past where the group shares it`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob } = its
    for (const [shares, first] of [
      [true, 1],
      [false, 2],
    ] as const) {
      const chat = await group(house, [alice], shares)
      await say(house, alice, chat, 'Before')
      await add(house, alice, chat, [bob])
      expect(await viewChat(house.db.reader, bob.id, chat.id)).toMatchObject({
        first_position: first,
        read_position: 1,
        delivered_position: 1,
        unread_count: 0,
        member_count: 2,
      })
    }
  })

  test(`${database.name}: adding who is there already says nothing`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob } = its
    const chat = await group(house, [alice, bob])
    const before = await its.head()
    await house.commit((tx) => block(tx, bob, alice.id))
    expect((await add(house, alice, chat, [bob, alice])).member_count).toBe(2)
    expect((await its.hears(alice, before)).map((entry) => entry.kind)).toEqual([])
  })

  test(`${database.name}: who may not be added`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, cleo, dora } = its
    const chat = await group(house, [alice, bob])
    const direct = await house.commit((tx) => openDirect(tx, alice, bob.id))
    await house.commit((tx) => block(tx, dora, bob.id))
    const refusal = (...args: Parameters<typeof add>) => refusalOf(add(...args))
    expect(await refusal(house, bob, chat, [cleo, dora])).toBe('forbidden')
    expect(await refusal(house, bob, chat, [{ id: newId() }])).toBe('not_found')
    expect(await refusal(house, bob, chat, [cleo], 2)).toBe('conflict')
    expect(await refusal(house, alice, direct, [cleo])).toBe('conflict')
    expect(await refusal(house, dora, chat, [cleo])).toBe('not_found')
    const members = await house.db.reader
      .selectFrom('members')
      .selectAll()
      .where('chat_id', '=', chat.id)
      .execute()
    expect(members).toHaveLength(2)
    expect(await refusal(house, alice, chat, [dora])).toBeUndefined()
  })

  test(`${database.name}: who is removed and added again hears what is said while he is in`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob } = its
    const chat = await group(house, [alice, bob])
    await say(house, alice, chat, 'One')
    await house.commit((tx) => removeMember(tx, alice, chat.id, bob.id))
    await say(house, alice, chat, 'Two')
    await add(house, alice, chat, [bob])
    await say(house, alice, chat, 'Three')
    const texts = (await its.hears(bob)).flatMap((entry) => entry.body.message?.text ?? [])
    expect(texts).toEqual(['One', 'Three'])
  })
}
