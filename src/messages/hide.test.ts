import { expect, test } from 'bun:test'
import { group, refusalOf, say } from '../../test/chats.ts'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import { doing } from '../../test/messages.ts'
import { viewChat } from '../chats/view.ts'
import { listMessages } from './list.ts'
import { listPins } from './pin.ts'
import { searchMessages } from './search.ts'
import { viewMessage } from './view.ts'

for (const database of databases) {
  test(`${database.name}: what bob deletes for himself is gone for him alone, and he alone hears of it`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, dora } = its
    const { hide, pin } = doing(house)
    const chat = await group(house, [alice, bob])
    const sent = await say(house, alice, chat, 'Hello @bob')
    await pin(alice, sent)
    const { reader } = house.db
    const sees = async (person: { id: string }) => {
      const { unread_count, mention_count } = await viewChat(reader, person.id, chat.id)
      return {
        list: (await listMessages(reader, person.id, chat.id, { limit: 10 })).items.length,
        one: await refusalOf(viewMessage(reader, person.id, chat.id, sent.id)),
        pins: (await listPins(reader, person.id, chat.id)).length,
        search: (await searchMessages(house, person.id, { query: 'hello', limit: 10 })).items.length,
        counts: [unread_count, mention_count],
      }
    }
    expect(await sees(bob)).toEqual({ list: 1, one: undefined, pins: 1, search: 1, counts: [1, 1] })
    const before = await its.head()
    await hide(bob, sent)
    expect(await sees(bob)).toEqual({ list: 0, one: 'not_found', pins: 0, search: 0, counts: [0, 0] })
    expect(await sees(alice)).toEqual({ list: 1, one: undefined, pins: 1, search: 1, counts: [0, 0] })
    const heard = await its.hears(bob, before)
    expect(heard.map(({ kind, stream, body }) => ({ kind, stream, body }))).toEqual([
      {
        kind: 'message.hidden',
        stream: `user:${bob.id}`,
        body: { chat_id: chat.id, message_id: sent.id, position: 1 },
      },
    ])
    expect(await its.hears(alice, before)).toEqual([])
    await hide(bob, sent)
    expect(await its.hears(bob, before)).toEqual(heard)
    expect(await refusalOf(hide(dora, sent))).toBe('not_found')
  })
}
