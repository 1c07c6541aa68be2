import { expect, test } from 'bun:test'
import { group, refusalOf, say } from '../../test/chats.ts'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import type { Person } from '../../test/people.ts'
import { hour } from '../clock.ts'
import { addMembers } from './add-members.ts'
import { leaveAllChats } from './leave-all.ts'
import { listMembers } from './members.ts'
import { FOR_EVER, mute, unmute } from './mute.ts'
import { openDirect } from './open-direct.ts'
import { removeMember } from './remove-member.ts'
import { countUnreadChats } from './unread.ts'
import { listChats, viewChat } from './view.ts'

for (const database of databases) {
  const opened = async () => {
    const its = await testHouse(database)
    const { house, clock } = its
    const mutedBy = async (who: Person, chat: { id: string }) =>
      (await viewChat(house.db.reader, who.id, chat.id)).muted_until
    return {
      ...its,
      mutedBy,
      mutes: (who: Person, chat: { id: string }, until: number) =>
        house.commit((tx) => mute(tx, who, chat.id, until)),
      unmutes: (who: Person, chat: { id: string }) => house.commit((tx) => unmute(tx, who, chat.id)),
      waiting: (who: Person) => countUnreadChats(house.db, who.id, clock.now()),
    }
  }

  test(`${database.name}: bob mutes a chat and unmutes it, and nobody else hears or sees it`, async () => {
    await using its = await opened()
    const { house, clock, alice, bob, dora, mutes, unmutes, mutedBy } = its
    const chat = await group(house, [alice, bob])
    expect(chat.muted_until).toBeNull()
    const before = await its.head()
    const until = clock.now() + hour
    const muted = { chat_id: chat.id, muted_until: until }
    expect(await mutes(bob, chat, until)).toEqual(muted)
    expect(await mutes(bob, chat, until)).toEqual(muted)
    expect(await mutes(bob, chat, FOR_EVER)).toEqual({ chat_id: chat.id, muted_until: FOR_EVER })
    expect([await mutedBy(bob, chat), await mutedBy(alice, chat)]).toEqual([FOR_EVER, null])
    expect((await listChats(house.db, bob.id, undefined, 9)).items[0]?.muted_until).toBe(FOR_EVER)
    expect(await unmutes(bob, chat)).toEqual({ chat_id: chat.id, muted_until: null })
    await unmutes(bob, chat)
    expect(await mutedBy(bob, chat)).toBeNull()
    const heard = await its.hears(bob, before)
    expect(heard.map(({ kind, stream, body }) => [kind, stream, body.muted_until])).toEqual([
      ['chat.muted', `user:${bob.id}`, until],
      ['chat.muted', `user:${bob.id}`, FOR_EVER],
      ['chat.unmuted', `user:${bob.id}`, null],
    ])
    expect(heard.every(({ body }) => body.chat_id === chat.id)).toBe(true)
    expect(await its.hears(alice, before)).toEqual([])
    expect(JSON.stringify(await listMembers(house.db, alice.id, chat.id, undefined, 9))).not.toContain(
      'muted',
    )
    expect(await refusalOf(mutes(dora, chat, FOR_EVER))).toBe('not_found')
    expect(await refusalOf(unmutes(dora, chat))).toBe('not_found')
    expect(await refusalOf(mutes(bob, chat, clock.now()))).toBe('invalid')
  })

  test(`${database.name}: what is muted is counted, but only what mentions him is on the sign of the app`, async () => {
    await using its = await opened()
    const { house, clock, alice, bob, mutes, waiting } = its
    const chat = await group(house, [alice, bob])
    const direct = await house.commit((tx) => openDirect(tx, alice, bob.id))
    await say(house, alice, chat, 'One')
    await say(house, alice, direct, 'Between us')
    expect(await waiting(bob)).toBe(2)
    await mutes(bob, chat, clock.now() + hour)
    expect(await waiting(bob)).toBe(1)
    expect((await viewChat(house.db.reader, bob.id, chat.id)).unread_count).toBe(1)
    clock.move(hour)
    expect(await waiting(bob)).toBe(2)
    await mutes(bob, chat, FOR_EVER)
    expect(await waiting(bob)).toBe(1)
    await say(house, alice, chat, 'Two, @bob')
    expect(await waiting(bob)).toBe(2)
    expect(await waiting(alice)).toBe(0)
  })

  test(`${database.name}: who leaves, or deletes his account, has muted nothing`, async () => {
    await using its = await opened()
    const { house, alice, bob, cleo, mutes, mutedBy } = its
    const chat = await group(house, [alice, bob, cleo])
    await mutes(bob, chat, FOR_EVER)
    await mutes(cleo, chat, FOR_EVER)
    await house.commit((tx) => removeMember(tx, alice, chat.id, bob.id))
    await house.commit((tx) => addMembers(tx, alice, chat.id, [bob.id], 100))
    expect([await mutedBy(bob, chat), await mutedBy(cleo, chat)]).toEqual([null, FOR_EVER])
    await house.commit((tx) => leaveAllChats(tx, cleo.id))
    const rows = await house.db.reader
      .selectFrom('members')
      .select('user_id')
      .where('muted_until', 'is not', null)
      .execute()
    expect(rows).toEqual([])
  })
}
