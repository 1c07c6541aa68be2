import { expect, test } from 'bun:test'
import { group, refusalOf, say } from '../../test/chats.ts'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import type { Person } from '../../test/people.ts'
import type { House } from '../http/house.ts'
import type { Message } from '../messages/message.ts'
import { addMembers } from './add-members.ts'
import { openDirect } from './open-direct.ts'
import { listChats, viewChat } from './view.ts'

const view = (house: House, person: Person, chat: { id: string }) =>
  viewChat(house.db.reader, person.id, chat.id)

const read = (house: House, person: Person, position: number) =>
  house.commit(({ db }) =>
    db.updateTable('members').set({ read_position: position }).where('user_id', '=', person.id).execute(),
  )

const hide = (house: House, person: Person, { chat_id, position, id }: Message) =>
  house.commit(({ db }) =>
    db
      .insertInto('hidden_messages')
      .values({ user_id: person.id, chat_id, position, message_id: id })
      .execute(),
  )

const erase = (house: House, { id }: Message) =>
  house.commit(({ db }) => db.updateTable('messages').set({ deleted_at: 1 }).where('id', '=', id).execute())

for (const database of databases) {
  test(`${database.name}: what bob has not read is counted exactly`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, cleo } = its
    const chat = await group(house, [alice, bob, cleo])
    const counts = async () => {
      const { unread_count, mention_count } = await view(house, bob, chat)
      return [unread_count, mention_count]
    }
    expect(await counts()).toEqual([0, 0])
    await say(house, alice, chat, 'One for @bob')
    const second = await say(house, alice, chat, 'Two for @bob')
    await say(house, bob, chat, 'My own, for @bob')
    await say(house, cleo, chat, 'Three for @cleo')
    const last = await say(house, cleo, chat, 'Four for @bob')
    expect(await counts()).toEqual([4, 3])
    expect((await view(house, bob, chat)).last_position).toBe(5)
    await erase(house, second)
    expect(await counts()).toEqual([3, 2])
    await hide(house, bob, last)
    expect(await counts()).toEqual([2, 1])
    expect((await view(house, alice, chat)).unread_count).toBe(3)
    await read(house, bob, 1)
    expect(await counts()).toEqual([1, 0])
    await read(house, bob, 5)
    expect(await counts()).toEqual([0, 0])
  })

  test(`${database.name}: the last message is the newest that I may see`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, dora } = its
    const chat = await group(house, [alice, bob], false)
    const first = await say(house, alice, chat, 'First')
    const second = await say(house, alice, chat, 'Second')
    expect((await view(house, bob, chat)).last_message).toEqual({
      id: second.id,
      position: 2,
      sender_id: alice.id,
      text: 'Second',
      media_kinds: [],
      created_at: second.created_at,
      written_at: null,
      deleted: false,
    })
    await hide(house, bob, second)
    expect((await view(house, bob, chat)).last_message?.id).toBe(first.id)
    expect((await view(house, alice, chat)).last_message?.id).toBe(second.id)
    await hide(house, bob, first)
    expect((await view(house, bob, chat)).last_message).toBeNull()
    await erase(house, second)
    expect((await view(house, alice, chat)).last_message).toMatchObject({ text: '', deleted: true })

    await house.commit((tx) => addMembers(tx, alice, chat.id, [dora.id], 10))
    expect(await view(house, dora, chat)).toMatchObject({
      first_position: 3,
      unread_count: 0,
      last_message: null,
    })
    const third = await say(house, alice, chat, 'Third')
    expect(await view(house, dora, chat)).toMatchObject({ unread_count: 1, last_message: { id: third.id } })
  })

  test(`${database.name}: my chats come page by page, the most recently active first`, async () => {
    await using its = await testHouse(database)
    const { house, clock, alice, bob, cleo, dora } = its
    const quiet = await group(house, [alice, bob])
    const twin = await group(house, [alice, cleo])
    clock.move(1000)
    const direct = await house.commit((tx) => openDirect(tx, bob, alice.id))
    clock.move(1000)
    await group(house, [bob, dora])
    await say(house, bob, quiet, 'Anybody here?')
    clock.move(1000)
    const pages: string[][] = []
    let after: string | undefined
    do {
      const page = await listChats(house.db, alice.id, after, 2)
      pages.push(page.items.map((item) => item.id))
      after = page.next ?? undefined
    } while (after)
    expect(pages).toEqual([[quiet.id, direct.id], [twin.id]])

    const { items } = await listChats(house.db, alice.id, undefined, 50)
    expect(items.map((item) => item.unread_count)).toEqual([1, 0, 0])
    expect(items.map((item) => item.peer?.username)).toEqual([undefined, 'bob', undefined])
    expect(items.map((item) => item.last_message?.text)).toEqual(['Anybody here?', undefined, undefined])
    expect(items[0]).toEqual(await view(house, alice, quiet))
    expect(await refusalOf(listChats(house.db, alice.id, 'yesterday', 2))).toBe('invalid')
  })

  test(`${database.name}: chats of the same instant are not lost between pages`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob } = its
    const made = new Set<string>()
    for (let i = 0; i < 5; i++) made.add((await group(house, [alice, bob])).id)
    const seen = new Set<string>()
    let after: string | undefined
    do {
      const page = await listChats(house.db, bob.id, after, 2)
      for (const { id } of page.items) seen.add(id)
      after = page.next ?? undefined
    } while (after)
    expect(seen).toEqual(made)
  })

  test(`${database.name}: counting very much is done aside, with the same result`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob } = its
    const chat = await group(house, [alice, bob])
    await Promise.all(Array.from({ length: 5_100 }, (_, i) => say(house, alice, chat, `Message ${i}`)))
    const { items } = await listChats(house.db, bob.id, undefined, 50)
    expect(items[0]?.unread_count).toBe(5_100)
    expect(await view(house, bob, chat)).toEqual(items[0]!)
  }, 60_000)
}
