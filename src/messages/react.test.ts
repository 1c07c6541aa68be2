import { expect, test } from 'bun:test'
import { group, refusalOf, say } from '../../test/chats.ts'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import { direct, doing } from '../../test/messages.ts'
import { block } from '../users/block.ts'
import { listReactions } from './react.ts'
import { viewMessage } from './view.ts'

for (const database of databases) {
  test(`${database.name}: reactions are given and taken back, once each, and all members hear of it`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, dora } = its
    const { react, unreact } = doing(house)
    const chat = await group(house, [alice, bob])
    const sent = await say(house, alice, chat, 'Hello')
    const before = await its.head()
    await react(bob, sent, '👍')
    await react(bob, sent, '👍')
    await react(bob, sent, '❤')
    await react(bob, sent, '❤️')
    await unreact(bob, sent, '👍')
    await unreact(bob, sent, '👍')
    await unreact(alice, sent, '❤️')
    const heard = await its.hears(alice, before)
    expect(heard.map(({ kind, about, body }) => [kind, about, body.emoji])).toEqual([
      ['reaction.added', sent.id, '👍'],
      ['reaction.added', sent.id, '❤️'],
      ['reaction.removed', sent.id, '👍'],
    ])
    expect(heard[0]!.body).toEqual({
      chat_id: chat.id,
      message_id: sent.id,
      user_id: bob.id,
      emoji: '👍',
      reactions: [{ emoji: '👍', count: 1 }],
    })
    expect(heard[2]!.body.reactions).toEqual([{ emoji: '❤️', count: 1 }])
    expect(await its.hears(dora, before)).toEqual([])
    const { reactions } = await viewMessage(house.db.reader, alice.id, chat.id, sent.id)
    expect(reactions).toEqual([{ emoji: '❤️', count: 1, mine: false }])
    expect(await refusalOf(react(dora, sent, '👍'))).toBe('not_found')
    expect(await refusalOf(unreact(dora, sent, '❤️'))).toBe('not_found')
    expect(await refusalOf(react(bob, sent, 'ok'))).toBe('invalid')
  })

  test(`${database.name}: a message bears twenty different emoji, and each of them from everybody`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob } = its
    const { react, unreact } = doing(house)
    const chat = await group(house, [alice, bob])
    const sent = await say(house, alice, chat, 'Hello')
    const emoji = Array.from({ length: 21 }, (_, i) => String.fromCodePoint(0x1f600 + i))
    for (const one of emoji.slice(0, 20)) await react(alice, sent, one)
    expect(await refusalOf(react(bob, sent, emoji[20]!))).toBe('conflict')
    expect(await refusalOf(react(bob, sent, emoji[0]!))).toBeUndefined()
    await unreact(alice, sent, emoji[5]!)
    expect(await refusalOf(react(bob, sent, emoji[20]!))).toBeUndefined()
  })

  test(`${database.name}: nobody reacts to a deleted message, or to somebody who blocks him`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob } = its
    const { react, unreact, erase } = doing(house)
    const chat = await direct(house, alice, bob)
    const sent = await say(house, alice, chat, 'Hello')
    const gone = await say(house, alice, chat, 'A slip')
    await erase(alice, gone)
    expect(await refusalOf(react(bob, gone, '👍'))).toBe('conflict')
    await react(bob, sent, '👍')
    await house.commit((tx) => block(tx, alice, bob.id))
    expect(await refusalOf(react(bob, sent, '👎'))).toBe('forbidden')
    expect(await refusalOf(react(alice, sent, '👎'))).toBe('forbidden')
    expect(await refusalOf(unreact(bob, sent, '👍'))).toBeUndefined()
  })

  test(`${database.name}: who reacted comes page by page, the earliest first`, async () => {
    await using its = await testHouse(database)
    const { house, clock, alice, bob, cleo, dora } = its
    const { react } = doing(house)
    const chat = await group(house, [alice, bob, cleo])
    const sent = await say(house, alice, chat, 'Hello')
    for (const emoji of ['👍', '🌳', '❤️']) await react(bob, sent, emoji)
    clock.move(1000)
    await react(alice, sent, '👍')
    await react(cleo, sent, '👍')
    const place = { chat: chat.id, message: sent.id }
    const met: string[] = []
    for (let after: string | undefined, i = 0; i < 5; i++) {
      const page = await listReactions(house.db.reader, bob.id, place, after, 1)
      met.push(...page.items.map((item) => `${item.user.username} ${item.emoji}`))
      after = page.next ?? undefined
      expect(page.next === null).toBe(i === 4)
    }
    expect(met.slice(0, 3).toSorted()).toEqual(['bob 👍', 'bob 🌳', 'bob ❤️'].toSorted())
    expect(met.slice(3)).toEqual(['alice 👍', 'cleo 👍'])
    expect(await refusalOf(listReactions(house.db.reader, bob.id, place, 'x', 1))).toBe('invalid')
    expect(await refusalOf(listReactions(house.db.reader, dora.id, place, undefined, 1))).toBe('not_found')
  })
}
