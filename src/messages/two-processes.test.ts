import { expect, test } from 'bun:test'
import { anotherHouse } from '../../test/another-house.ts'
import { group, refusalOf, say } from '../../test/chats.ts'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import { doing } from '../../test/messages.ts'
import { listEdits } from './edit.ts'
import { sendOne } from './routes.ts'

for (const database of databases.filter(({ name }) => name !== 'sqlite')) {
  test(`${database.name}: two processes that send at once leave no gap, and a key is one message for both`, async () => {
    await using its = await testHouse(database)
    await using other = await anotherHouse(its)
    const { house, alice, bob } = its
    const chat = await group(house, [alice, bob])
    const before = await its.head()
    const houses = [house, other.house]
    const sent = await Promise.all(
      Array.from({ length: 200 }, (_, i) => say(houses[i % 2]!, alice, chat, `${i}`)),
    )
    const oneTo200 = Array.from({ length: 200 }, (_, i) => i + 1)
    expect(sent.map((message) => message.position).toSorted((a, b) => a - b)).toEqual(oneTo200)
    expect((await its.hears(bob, before)).map((entry) => entry.body.message.position)).toEqual(oneTo200)
    for (let i = 0; i < 20; i++) {
      const both = houses.map((one) => sendOne(one, alice, chat.id, { text: 'Once' }, `key-${i}`))
      const [here, there] = await Promise.all(both)
      expect(there).toEqual(here!)
    }
  })

  test(`${database.name}: two processes that change one message at once do not undo each other`, async () => {
    await using its = await testHouse(database)
    await using other = await anotherHouse(its)
    const { house, alice, bob } = its
    const chat = await group(house, [alice, bob])
    const houses = [house, other.house]
    const twice = (run: (one: (typeof houses)[0], i: number) => Promise<unknown>) =>
      Promise.all(houses.map((one, i) => refusalOf(run(one, i))))
    for (let i = 0; i < 10; i++) {
      const sent = await say(house, alice, chat, 'Hello')
      const edits = await twice((one, i) => doing(one).edit(alice, sent, `Edit ${i}`, 1))
      expect(edits.toSorted()).toEqual(['stale', undefined])
      expect(await listEdits(house.db.reader, bob.id, chat.id, sent.id)).toHaveLength(1)
      expect(await twice((one) => doing(one).erase(alice, sent))).toEqual([undefined, undefined])
      expect(await twice((one) => doing(one).hide(bob, sent))).toEqual([undefined, undefined])
    }
    const heard = await its.hears(bob)
    expect(heard.filter((entry) => entry.kind === 'message.deleted')).toHaveLength(10)
    expect(heard.filter((entry) => entry.kind === 'message.hidden')).toHaveLength(10)
  })

  test(`${database.name}: two processes together keep to the bounds on reactions and pins`, async () => {
    await using its = await testHouse(database)
    await using other = await anotherHouse(its)
    const { house, alice, bob } = its
    const chat = await group(house, [alice, bob])
    const houses = [house, other.house]
    const said = await Promise.all(
      Array.from({ length: 101 }, (_, i) => say(house, alice, chat, `Rule ${i}`)),
    )
    await Promise.all(said.slice(2).map((message) => doing(house).pin(alice, message)))
    const emoji = Array.from({ length: 21 }, (_, i) => String.fromCodePoint(0x1f600 + i))
    await Promise.all(emoji.slice(2).map((one) => doing(house).react(bob, said[0]!, one)))
    for (let i = 0; i < 10; i++) {
      const pins = houses.map((one, i) => refusalOf(doing(one).pin(alice, said[i]!)))
      expect((await Promise.all(pins)).toSorted()).toEqual(['conflict', undefined])
      const reactions = houses.map((one, i) => refusalOf(doing(one).react(bob, said[0]!, emoji[i]!)))
      expect((await Promise.all(reactions)).toSorted()).toEqual(['conflict', undefined])
      for (const message of said.slice(0, 2)) await doing(house).unpin(alice, message)
      for (const one of emoji.slice(0, 2)) await doing(house).unreact(bob, said[0]!, one)
    }
  })
}
