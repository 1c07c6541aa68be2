import { expect, test } from 'bun:test'
import { group, refusalOf } from '../../test/chats.ts'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import { direct, signalsOf } from '../../test/messages.ts'
import { block } from '../users/block.ts'
import { tellTyping } from './typing.ts'

for (const database of databases) {
  test(`${database.name}: typing is told to the chat, and the log knows nothing of it`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, dora } = its
    const chat = await group(house, [alice, bob])
    const before = await its.head()
    const signals = signalsOf(house)
    await tellTyping(house, alice, chat.id, true)
    await tellTyping(house, alice, chat.id, false)
    const told = (typing: boolean) => ({
      stream: `chat:${chat.id}`,
      kind: 'typing',
      body: { chat_id: chat.id, user_id: alice.id, typing },
    })
    expect(signals).toEqual([told(true), told(false)])
    expect(await refusalOf(tellTyping(house, dora, chat.id, true))).toBe('not_found')
    expect([signals.length, await its.head()]).toEqual([2, before])
  })

  test(`${database.name}: nobody is told that somebody types whom he blocks`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob } = its
    const signals = signalsOf(house)
    const chat = await direct(house, alice, bob)
    await tellTyping(house, bob, chat.id, true)
    expect(signals).toHaveLength(1)
    await house.commit((tx) => block(tx, alice, bob.id))
    await tellTyping(house, bob, chat.id, true)
    await tellTyping(house, alice, chat.id, true)
    expect(signals).toHaveLength(1)
  })
}
