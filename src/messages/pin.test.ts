import { expect, test } from 'bun:test'
import { group, refusalOf, say } from '../../test/chats.ts'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import { direct, doing } from '../../test/messages.ts'
import { setRole } from '../chats/set-role.ts'
import { block } from '../users/block.ts'
import { listPins } from './pin.ts'

for (const database of databases) {
  test(`${database.name}: a group's admins pin and unpin, and all members hear of it`, async () => {
    await using its = await testHouse(database)
    const { house, clock, alice, bob, cleo, dora } = its
    const { pin, unpin, react } = doing(house)
    const chat = await group(house, [alice, bob, cleo])
    const first = await say(house, bob, chat, 'First @bob')
    const second = await say(house, bob, chat, 'Second')
    await house.commit((tx) => setRole(tx, alice, chat.id, cleo.id, 'admin'))
    await react(bob, second, '👍')
    const before = await its.head()
    expect(await refusalOf(pin(bob, first))).toBe('forbidden')
    expect(await refusalOf(pin(dora, first))).toBe('not_found')
    await pin(alice, second)
    clock.move(1000)
    await pin(cleo, first)
    clock.move(1000)
    await pin(alice, first)
    const pins = await listPins(house.db.reader, bob.id, chat.id)
    expect(pins.map((one) => [one.text, one.pinned_by])).toEqual([
      ['First @bob', cleo.id],
      ['Second', alice.id],
    ])
    expect(pins[1]!.reactions).toHaveLength(1)
    expect(await refusalOf(unpin(bob, first))).toBe('forbidden')
    await unpin(alice, first)
    await unpin(alice, first)
    expect(await listPins(house.db.reader, bob.id, chat.id)).toHaveLength(1)
    const heard = await its.hears(bob, before)
    expect(heard.map(({ kind, about }) => [kind, about])).toEqual([
      ['message.pinned', second.id],
      ['message.pinned', first.id],
      ['message.unpinned', first.id],
    ])
    const which = { chat_id: chat.id, message_id: first.id }
    expect(heard[1]!.body).toEqual({ ...which, pinned_at: clock.now() - 1000, pinned_by: cleo.id })
    expect(heard[2]!.body).toEqual({ ...which, pinned_at: null, pinned_by: null })
    expect(await its.hears(dora, before)).toEqual([])
    expect(await refusalOf(listPins(house.db.reader, dora.id, chat.id))).toBe('not_found')
  })

  test(`${database.name}: in a direct chat both pin, unless one blocks the other; a deleted message nobody`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob } = its
    const { pin, unpin, erase } = doing(house)
    const chat = await direct(house, alice, bob)
    const sent = await say(house, alice, chat, 'Hello')
    const gone = await say(house, alice, chat, 'A slip')
    await erase(alice, gone)
    expect(await refusalOf(pin(bob, gone))).toBe('conflict')
    expect(await refusalOf(unpin(bob, gone))).toBe('conflict')
    expect(await refusalOf(pin(bob, sent))).toBeUndefined()
    expect(await refusalOf(unpin(alice, sent))).toBeUndefined()
    await house.commit((tx) => block(tx, alice, bob.id))
    expect(await refusalOf(pin(bob, sent))).toBe('forbidden')
  })

  test(`${database.name}: a chat bears a hundred pins`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob } = its
    const { pin, unpin } = doing(house)
    const chat = await group(house, [alice, bob])
    const other = await group(house, [alice, bob])
    const said = await Promise.all(
      Array.from({ length: 101 }, (_, i) => say(house, alice, chat, `Rule ${i}`)),
    )
    for (const message of said.slice(0, 100)) await pin(alice, message)
    expect(await refusalOf(pin(alice, said[100]!))).toBe('conflict')
    expect(await refusalOf(pin(alice, await say(house, alice, other, 'Elsewhere')))).toBeUndefined()
    await unpin(alice, said[7]!)
    expect(await refusalOf(pin(alice, said[100]!))).toBeUndefined()
    expect(await listPins(house.db.reader, bob.id, chat.id)).toHaveLength(100)
  })
}
