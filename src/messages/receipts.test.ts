import { expect, test } from 'bun:test'
import { group, refusalOf, say } from '../../test/chats.ts'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import { direct, signalsOf } from '../../test/messages.ts'
import { block } from '../users/block.ts'
import { editProfile } from '../users/profile.ts'
import { markDelivered, markRead } from './receipts.ts'

for (const database of databases) {
  test(`${database.name}: reading moves on, and never back, and no further than there is`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, dora } = its
    const chat = await group(house, [alice, bob])
    for (const text of ['One', 'Two @bob', 'Three']) await say(house, alice, chat, text)
    const before = await its.head()
    const signals = signalsOf(house)
    const first = await markRead(house, bob, chat.id, 1)
    expect(first).toEqual({
      chat_id: chat.id,
      read_position: 1,
      delivered_position: 1,
      unread_count: 2,
      mention_count: 1,
    })
    expect(await markRead(house, bob, chat.id, 0)).toEqual(first)
    expect(await markRead(house, bob, chat.id, 1)).toEqual(first)
    const last = { read_position: 3, delivered_position: 3, unread_count: 0, mention_count: 0 }
    expect(await markRead(house, bob, chat.id, 1000)).toMatchObject(last)
    const heard = await its.hears(bob, before)
    expect(heard.map(({ kind, stream, body }) => [kind, stream, body])).toEqual([
      [
        'chat.read',
        `user:${bob.id}`,
        { chat_id: chat.id, read_position: 1, unread_count: 2, mention_count: 1 },
      ],
      [
        'chat.read',
        `user:${bob.id}`,
        { chat_id: chat.id, read_position: 3, unread_count: 0, mention_count: 0 },
      ],
    ])
    expect(await its.hears(alice, before)).toEqual([])
    const told = (position: number) => ({
      stream: `chat:${chat.id}`,
      kind: 'read',
      body: { chat_id: chat.id, user_id: bob.id, position },
    })
    expect(signals).toEqual([told(1), told(3)])
    expect(await refusalOf(markRead(house, dora, chat.id, 1))).toBe('not_found')
  })

  test(`${database.name}: delivery is signalled, is not in the log, and follows from reading`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, dora } = its
    const chat = await group(house, [alice, bob])
    for (const text of ['One', 'Two', 'Three']) await say(house, alice, chat, text)
    const before = await its.head()
    const signals = signalsOf(house)
    expect(await markDelivered(house, bob, chat.id, 2)).toMatchObject({
      read_position: 0,
      delivered_position: 2,
      unread_count: 3,
    })
    expect(await markDelivered(house, bob, chat.id, 1)).toMatchObject({ delivered_position: 2 })
    expect(await its.head()).toBe(before)
    expect(signals).toEqual([
      {
        stream: `chat:${chat.id}`,
        kind: 'delivered',
        body: { chat_id: chat.id, user_id: bob.id, position: 2 },
      },
    ])
    expect(await markRead(house, bob, chat.id, 1)).toMatchObject({ read_position: 1, delivered_position: 2 })
    expect(await markRead(house, bob, chat.id, 3)).toMatchObject({ read_position: 3, delivered_position: 3 })
    expect(await refusalOf(markDelivered(house, dora, chat.id, 1))).toBe('not_found')
  })

  test(`${database.name}: whoever shows no receipts tells nobody, nor does anybody across a block`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob } = its
    const signals = signalsOf(house)
    const chat = await direct(house, alice, bob)
    await say(house, alice, chat, 'One')
    await say(house, bob, chat, 'Two')
    await house.commit((tx) => editProfile(tx, bob, { shows_receipts: false }))
    expect((await markDelivered(house, bob, chat.id, 1)).delivered_position).toBe(1)
    expect((await markRead(house, bob, chat.id, 1)).read_position).toBe(1)
    expect(signals).toEqual([])
    await markRead(house, alice, chat.id, 1)
    expect(signals).toHaveLength(1)
    await house.commit((tx) => block(tx, bob, alice.id))
    expect((await markRead(house, alice, chat.id, 2)).read_position).toBe(2)
    expect(signals).toHaveLength(1)
  })

  test(`${database.name}: nothing is signalled of what did not come to be`, async () => {
    let broken = false
    await using its = await testHouse(database, {
      beforeCommit() {
        if (broken) throw new Error('broken before the commit')
      },
    })
    const { house, alice, bob } = its
    const chat = await group(house, [alice, bob])
    await say(house, alice, chat, 'One')
    const before = await its.head()
    const signals = signalsOf(house)
    broken = true
    expect(await refusalOf(markRead(house, bob, chat.id, 1))).toContain('broken')
    broken = false
    expect([signals.length, await its.head()]).toEqual([0, before])
    expect((await markRead(house, bob, chat.id, 0)).read_position).toBe(0)
  })
}
