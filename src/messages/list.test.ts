import { expect, test } from 'bun:test'
import { group, refusalOf, say } from '../../test/chats.ts'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import { doing } from '../../test/messages.ts'
import type { Person } from '../../test/people.ts'
import { addMembers } from '../chats/add-members.ts'
import type { House } from '../http/house.ts'
import { listMessages, type Where } from './list.ts'
import type { Message } from './message.ts'
import { listPins } from './pin.ts'
import { sendOne } from './routes.ts'
import { viewMessage } from './view.ts'

const read = (house: House, person: Person, chat: { id: string }, where: Partial<Where> = {}) =>
  listMessages(house.db.reader, person.id, chat.id, { limit: 3, ...where })

/** The positions of a window, and where it says that there is more. */
const places = (window: Awaited<ReturnType<typeof read>>) => [
  window.items.map((item) => item.position),
  window.previous,
  window.next,
]

async function tenMessages(house: House, alice: Person, chat: { id: string }): Promise<Message[]> {
  const said: Message[] = []
  for (let i = 1; i <= 10; i++) said.push(await say(house, alice, chat, `Message ${i}`))
  return said
}

for (const database of databases) {
  test(`${database.name}: a chat is read from its end, its beginning, or any place in between`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob } = its
    const chat = await group(house, [alice, bob])
    expect(places(await read(house, bob, chat))).toEqual([[], null, null])
    await tenMessages(house, alice, chat)
    const from = async (where: Partial<Where>) => places(await read(house, bob, chat, where))
    expect(await from({})).toEqual([[8, 9, 10], 8, null])
    expect(await from({ before: 8 })).toEqual([[5, 6, 7], 5, 7])
    expect(await from({ before: 3 })).toEqual([[1, 2], null, 2])
    expect(await from({ before: 4 })).toEqual([[1, 2, 3], null, 3])
    expect(await from({ before: 1 })).toEqual([[], null, 0])
    expect(await from({ after: 0 })).toEqual([[1, 2, 3], null, 3])
    expect(await from({ after: 3 })).toEqual([[4, 5, 6], 4, 6])
    expect(await from({ after: 7 })).toEqual([[8, 9, 10], 8, null])
    expect(await from({ after: 10 })).toEqual([[], 11, null])
    expect(await from({ around: 5 })).toEqual([[4, 5, 6], 4, 6])
    expect(await from({ around: 5, limit: 4 })).toEqual([[3, 4, 5, 6], 3, 6])
    expect(await from({ around: 1, limit: 4 })).toEqual([[1, 2], null, 2])
    expect(await from({ around: 10, limit: 1 })).toEqual([[10], 10, null])
    expect(await from({ limit: 10 })).toEqual([[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], null, null])
  })

  test(`${database.name}: walking the pages meets every message once, both ways, around what bob hid`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob } = its
    const chat = await group(house, [alice, bob])
    const said = await tenMessages(house, alice, chat)
    for (const i of [0, 3, 4, 5, 9]) await doing(house).hide(bob, said[i]!)
    const left = [2, 3, 7, 8, 9]
    const up: number[] = []
    for (let after: number | null = 0; after !== null; ) {
      const window = await read(house, bob, chat, { after, limit: 2 })
      up.push(...window.items.map((item) => item.position))
      after = window.next
    }
    expect(up).toEqual(left)
    const down: number[] = []
    for (let before: number | null = 100; before !== null; ) {
      const window = await read(house, bob, chat, { before, limit: 2 })
      down.unshift(...window.items.map((item) => item.position))
      before = window.previous
    }
    expect(down).toEqual(left)
    expect((await read(house, alice, chat, { limit: 50 })).items).toHaveLength(10)
  })

  test(`${database.name}: a newcomer reads nothing from before his time where the group keeps it`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, cleo, dora } = its
    const { pin, edit, react } = doing(house)
    const chat = await group(house, [alice, bob], false)
    const said = await tenMessages(house, alice, chat)
    await pin(alice, said[9]!)
    await house.commit((tx) => addMembers(tx, alice, chat.id, [cleo.id], 10))
    await say(house, alice, chat, 'Welcome')
    for (const where of [{}, { before: 12 }, { after: 0 }, { around: 11 }])
      expect(places(await read(house, cleo, chat, { limit: 5, ...where }))).toEqual([[11], null, null])
    expect(places(await read(house, cleo, chat, { before: 5 }))).toEqual([[], null, 4])
    const one = (person: Person) => viewMessage(house.db.reader, person.id, chat.id, said[9]!.id)
    expect([await refusalOf(one(bob)), await refusalOf(one(cleo))]).toEqual([undefined, 'not_found'])
    expect(await refusalOf(edit(cleo, said[9]!, 'Mine now'))).toBe('not_found')
    expect(await refusalOf(react(cleo, said[9]!, '👍'))).toBe('not_found')
    expect(await listPins(house.db.reader, bob.id, chat.id)).toHaveLength(1)
    expect(await listPins(house.db.reader, cleo.id, chat.id)).toEqual([])
    const reply = { text: 'What was that?', reply_to_id: said[9]!.id }
    expect(await refusalOf(sendOne(house, cleo, chat.id, reply, undefined))).toBe('invalid')
    expect(await refusalOf(sendOne(house, bob, chat.id, reply, undefined))).toBeUndefined()
    expect(await refusalOf(read(house, dora, chat))).toBe('not_found')
  })

  test(`${database.name}: every message comes with its mentions and reactions, a deleted one as an empty place`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, cleo } = its
    const chat = await group(house, [alice, bob, cleo])
    const { react, erase } = doing(house)
    const first = await say(house, alice, chat, 'Hello @bob and @cleo, not @dora')
    const second = await say(house, alice, chat, 'A slip for @bob')
    await react(bob, second, '👍')
    await react(bob, first, '🌳')
    its.clock.move(1)
    await react(cleo, first, '👍')
    await react(bob, first, '👍')
    await erase(alice, second)
    const { items } = await read(house, bob, chat)
    expect(items[0]).toEqual({
      ...first,
      mentions: [bob.id, cleo.id].sort(),
      reactions: [
        { emoji: '🌳', count: 1, mine: true },
        { emoji: '👍', count: 2, mine: true },
      ],
    })
    expect(items[1]).toMatchObject({
      id: second.id,
      position: 2,
      text: '',
      deleted: true,
      mentions: [],
      reactions: [],
    })
    const seen = (await read(house, cleo, chat)).items[0]!.reactions
    expect(seen.map(({ emoji, mine }) => [emoji, mine])).toEqual([
      ['🌳', false],
      ['👍', true],
    ])
  })
}
