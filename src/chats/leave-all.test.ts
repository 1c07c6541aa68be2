import { expect, test } from 'bun:test'
import { group, say } from '../../test/chats.ts'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import { setAdmin } from '../users/moderate.ts'
import { removeUser } from '../users/remove.ts'
import { addMembers } from './add-members.ts'
import { createInvite } from './invite.ts'
import { leaveAllChats } from './leave-all.ts'
import { openDirect } from './open-direct.ts'
import { viewChat } from './view.ts'

for (const database of databases) {
  test(`${database.name}: alice deletes her account; her groups go on without her`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, cleo, dora } = its
    const hers = await group(house, [alice, bob, cleo])
    const alone = await group(house, [alice])
    const his = await group(house, [bob, cleo])
    const notHers = await group(house, [bob, dora])
    await house.commit((tx) => addMembers(tx, bob, his.id, [alice.id], 10))
    const direct = await house.commit((tx) => openDirect(tx, alice, bob.id))
    await say(house, alice, direct, 'Remember me')
    await house.commit((tx) => createInvite(tx, alice, hers.id, {}))
    const kept = await house.commit((tx) => createInvite(tx, bob, his.id, {}))
    await house.commit((tx) => setAdmin(tx, alice, dora.id, true))
    const before = await its.head()
    await house.commit((tx) => removeUser(tx, alice.id, [leaveAllChats]))

    const view = (chat: { id: string }) => viewChat(house.db.reader, bob.id, chat.id)
    expect(await view(hers)).toMatchObject({ role: 'owner', member_count: 2 })
    expect(await view(his)).toMatchObject({ role: 'owner', member_count: 2 })
    expect(await view(notHers)).toMatchObject({ member_count: 2 })
    expect(await view(direct)).toMatchObject({
      member_count: 1,
      peer: { id: alice.id, name: 'Deleted user', deleted: true },
      last_message: { text: 'Remember me' },
    })
    const gone = await house.db.reader.selectFrom('chats').select('id').where('id', '=', alone.id).execute()
    expect(gone).toEqual([])
    const invites = await house.db.reader.selectFrom('invites').select('code').execute()
    expect(invites).toEqual([{ code: kept.code }])

    const heard = (await its.hears(bob, before)).filter((entry) => entry.kind === 'chat.member_removed')
    const counts = heard.map((entry) => [entry.body.chat_id, entry.body.user_id, entry.body.member_count])
    expect(counts.toSorted()).toEqual(
      [
        [hers.id, alice.id, 2],
        [his.id, alice.id, 2],
        [direct.id, alice.id, 1],
      ].toSorted(),
    )
    expect(await its.hears(dora, before)).toEqual([])
    const open = await house.db.reader
      .selectFrom('follows')
      .select('stream')
      .where('user_id', '=', alice.id)
      .where('until_seq', 'is', null)
      .execute()
    expect(open).toEqual([])
    await say(house, bob, hers, 'Alice is gone')
    expect((await its.hears(alice)).some((entry) => entry.body?.message?.text === 'Alice is gone')).toBe(
      false,
    )
  })

  test(`${database.name}: when both are gone, their direct chat is gone`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob } = its
    const direct = await house.commit((tx) => openDirect(tx, alice, bob.id))
    await say(house, alice, direct, 'Between us')
    await house.commit((tx) => setAdmin(tx, alice, its.dora.id, true))
    for (const person of [bob, alice]) await house.commit((tx) => removeUser(tx, person.id, [leaveAllChats]))
    for (const table of ['chats', 'members', 'messages'] as const)
      expect(await house.db.reader.selectFrom(table).selectAll().execute()).toEqual([])
    const entries = await house.db.reader.selectFrom('entries').select('body').execute()
    expect(entries.some((entry) => entry.body.includes('Between us'))).toBe(false)
  })
}
