import { expect, test } from 'bun:test'
import { group, refusalOf, say } from '../../test/chats.ts'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import { tinyGif } from '../../test/media.ts'
import { deleteChat } from './delete-chat.ts'
import { setPicture } from './edit-group.ts'
import { createInvite } from './invite.ts'
import { openDirect } from './open-direct.ts'
import { setRole } from './set-role.ts'

const gif = Buffer.from(tinyGif)
const tables = [
  'chats',
  'members',
  'invites',
  'messages',
  'message_edits',
  'mentions',
  'reactions',
  'hidden_messages',
  'pictures',
] as const

for (const database of databases) {
  test(`${database.name}: a deleted group leaves nothing behind, and its neighbour is untouched`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, cleo, dora } = its
    const rows = async () => {
      const counts = tables.map(
        async (table) => (await house.db.reader.selectFrom(table).selectAll().execute()).length,
      )
      return Object.fromEntries((await Promise.all(counts)).map((count, i) => [tables[i]!, count]))
    }
    const furnish = async () => {
      const chat = await group(house, [alice, bob, cleo])
      await house.commit((tx) => setPicture(tx, alice, chat.id, gif))
      await house.commit((tx) => createInvite(tx, alice, chat.id, {}))
      const message = await say(house, alice, chat, 'A secret for @bob')
      const message_id = message.id
      const place = { user_id: bob.id, chat_id: chat.id, position: message.position, message_id }
      await house.commit(async ({ db }) => {
        await db
          .insertInto('message_edits')
          .values({ message_id, version: 1, text: 'x', written_at: 1 })
          .execute()
        await db
          .insertInto('reactions')
          .values({ message_id, user_id: bob.id, emoji: '🌳', created_at: 1 })
          .execute()
        await db.insertInto('hidden_messages').values(place).execute()
        const answer = {
          user_id: alice.id,
          key: chat.id,
          fingerprint: '',
          answer: 'A secret',
          about: message_id,
        }
        await db
          .insertInto('idempotency_keys')
          .values({ ...answer, created_at: 1 })
          .execute()
      })
      return chat
    }
    const neighbour = await furnish()
    const one = await rows()
    expect(Object.values(one).every((count) => count > 0)).toBe(true)
    const chat = await furnish()
    expect(await rows()).not.toEqual(one)
    const before = await its.head()
    await house.commit((tx) => deleteChat(tx, alice, chat.id))
    expect(await rows()).toEqual(one)
    const keys = await house.db.reader.selectFrom('idempotency_keys').select('key').execute()
    expect(keys).toEqual([{ key: neighbour.id }])

    for (const person of [alice, bob, cleo]) {
      const heard = await its.hears(person, before)
      expect(heard.map((entry) => [entry.kind, entry.body])).toEqual([['chat.deleted', { chat_id: chat.id }]])
      const earlier = (await its.hears(person)).filter((entry) => entry.stream === `chat:${chat.id}`)
      expect(earlier.map((entry) => entry.body)).toEqual([null, null, null, { chat_id: chat.id }])
      const nextDoor = (await its.hears(person)).filter((entry) => entry.stream === `chat:${neighbour.id}`)
      expect(nextDoor.every((entry) => entry.body !== null)).toBe(true)
    }
    expect(await its.hears(dora, before)).toEqual([])
    const open = await house.db.reader
      .selectFrom('follows')
      .selectAll()
      .where('stream', '=', `chat:${chat.id}`)
      .where('until_seq', 'is', null)
      .execute()
    expect(open).toEqual([])
  })

  test(`${database.name}: only the owner deletes, and only a group`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, cleo, dora } = its
    const chat = await group(house, [alice, bob, cleo])
    const direct = await house.commit((tx) => openDirect(tx, alice, bob.id))
    await house.commit((tx) => setRole(tx, alice, chat.id, bob.id, 'admin'))
    const refusal = (actor: typeof alice, chatId = chat.id) =>
      refusalOf(house.commit((tx) => deleteChat(tx, actor, chatId)))
    expect(await refusal(bob)).toBe('forbidden')
    expect(await refusal(cleo)).toBe('forbidden')
    expect(await refusal(dora)).toBe('not_found')
    expect(await refusal(alice, direct.id)).toBe('conflict')
    expect(await refusal(alice)).toBeUndefined()
    expect(await refusal(alice)).toBe('not_found')
  })
}
