import { expect, test } from 'bun:test'
import { group, refusalOf, say } from '../../test/chats.ts'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import type { Person } from '../../test/people.ts'
import { editProfile } from '../users/profile.ts'
import { listMembers } from './members.ts'

for (const database of databases) {
  test(`${database.name}: the members of a chat, page by page`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, cleo, dora } = its
    const chat = await group(house, [alice, bob, cleo])
    const first = await listMembers(house.db, bob.id, chat.id, undefined, 2)
    expect(first.items.map((item) => [item.user.username, item.role])).toEqual([
      ['alice', 'owner'],
      ['bob', 'member'],
    ])
    const second = await listMembers(house.db, bob.id, chat.id, first.next!, 2)
    expect(second.items.map((item) => item.user.username)).toEqual(['cleo'])
    expect(second.next).toBeNull()
    expect(await refusalOf(listMembers(house.db, dora.id, chat.id, undefined, 2))).toBe('not_found')
  })

  test(`${database.name}: how far somebody has read is between people who both show it`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, cleo } = its
    const chat = await group(house, [alice, bob, cleo])
    await say(house, alice, chat, 'Hello')
    await house.commit(({ db }) =>
      db.updateTable('members').set({ read_position: 1, delivered_position: 1 }).execute(),
    )
    const seenBy = async (person: Person) => {
      const { items } = await listMembers(house.db, person.id, chat.id, undefined, 50)
      return items.map((item) => [item.read_position, item.delivered_position])
    }
    const [shown, withheld] = [
      [1, 1],
      [null, null],
    ]
    expect(await seenBy(alice)).toEqual([shown, shown, shown])
    await house.commit((tx) => editProfile(tx, bob, { shows_receipts: false }))
    expect(await seenBy(alice)).toEqual([shown, withheld, shown])
    expect(await seenBy(bob)).toEqual([withheld, shown, withheld])
    expect(await seenBy(cleo)).toEqual([shown, withheld, shown])
  })
}
