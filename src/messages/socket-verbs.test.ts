import { expect, test } from 'bun:test'
import { group, refusalOf } from '../../test/chats.ts'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import { signalsOf } from '../../test/messages.ts'
import type { Person } from '../../test/people.ts'
import type { Message } from './message.ts'
import { messageVerbs } from './socket-verbs.ts'

for (const database of databases) {
  test(`${database.name}: over a socket people send, read and type, and outsiders do nothing`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, dora } = its
    const signals = signalsOf(house)
    const chat = await group(house, [alice, bob])
    const ask = async (actor: Person, verb: string, input: object) => {
      const { input: shape, run } = messageVerbs[verb]!
      return run(house, actor, shape.parse({ chat_id: chat.id, ...input }))
    }
    const sent = (await ask(alice, 'send', { text: 'Hello', client_id: 'k' })) as Message
    expect(await ask(alice, 'send', { text: 'Hello', client_id: 'k' })).toEqual(sent)
    expect(await ask(bob, 'delivered', { position: 1 })).toMatchObject({
      delivered_position: 1,
      unread_count: 1,
    })
    expect(await ask(bob, 'read', { position: 1 })).toMatchObject({ read_position: 1, unread_count: 0 })
    await ask(bob, 'typing', { typing: true })
    expect(signals.map((signal) => signal.kind)).toEqual(['delivered', 'read', 'typing'])
    const inputs = {
      send: { text: 'x' },
      delivered: { position: 1 },
      read: { position: 1 },
      typing: { typing: true },
    }
    expect(Object.keys(inputs).toSorted()).toEqual(Object.keys(messageVerbs).toSorted())
    for (const [verb, input] of Object.entries(inputs))
      expect([verb, await refusalOf(ask(dora, verb, input))]).toEqual([verb, 'not_found'])
    expect(signals).toHaveLength(3)
  })
}
