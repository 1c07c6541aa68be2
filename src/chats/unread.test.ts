import { expect, test } from 'bun:test'
import { group, say } from '../../test/chats.ts'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import { countUnread } from './unread.ts'

for (const database of databases) {
  test(`${database.name}: any number of chats is counted, each from its own place, and no other`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob } = its
    const chats = await Promise.all(Array.from({ length: 130 }, () => group(house, [alice, bob])))
    const spoken = [chats[0]!, chats[99]!, chats[100]!, chats[129]!]
    for (const chat of spoken) {
      await say(house, alice, chat, 'One @bob')
      await say(house, alice, chat, 'Two @bob')
      await say(house, bob, chat, 'Mine @bob')
      await say(house, alice, chat, 'Four')
    }
    const move = (chat: { id: string }, place: { read_position?: number; first_position?: number }) =>
      house.commit(({ db }) =>
        db
          .updateTable('members')
          .set(place)
          .where('chat_id', '=', chat.id)
          .where('user_id', '=', bob.id)
          .execute(),
      )
    await move(chats[100]!, { read_position: 1 })
    const all = chats.map((chat) => ({ chat_id: chat.id }))
    for (const slowly of [undefined, house.db.slowly]) {
      const counts = await countUnread(house.db.reader, bob.id, all, slowly)
      expect(counts.size).toBe(130)
      const found = [...counts].filter(([, { unread }]) => unread > 0)
      expect(new Map(found)).toEqual(
        new Map(
          spoken.map((chat) => [
            chat.id,
            chat === chats[100] ? { unread: 2, mentions: 1 } : { unread: 3, mentions: 2 },
          ]),
        ),
      )
    }
    await move(chats[0]!, { first_position: 2 })
    const late = await countUnread(house.db.reader, bob.id, all.slice(0, 1))
    expect(late.get(chats[0]!.id)).toEqual({ unread: 2, mentions: 1 })
    expect(await countUnread(house.db.reader, bob.id, [])).toEqual(new Map())
  }, 30_000)
}
