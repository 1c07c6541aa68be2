import { expect, test } from 'bun:test'
import { refusalOf, say } from '../../test/chats.ts'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import { findUser } from '../users/user.ts'
import { addMembers } from './add-members.ts'
import { deleteChat } from './delete-chat.ts'
import { editGroup } from './edit-group.ts'
import {
  admitToHosted,
  dismissFromHosted,
  eraseHosted,
  foundHosted,
  renameHosted,
  setHostedRole,
} from './hosted.ts'
import { createInvite } from './invite.ts'
import { listMembers } from './members.ts'
import { removeMember } from './remove-member.ts'
import { setRole } from './set-role.ts'
import { viewChat } from './view.ts'

for (const database of databases) {
  test(`${database.name}: a chat that belongs to something else is managed by that alone`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, cleo, dora } = its
    const kind = { host: 'project:7', title: 'Bridge', sharesHistory: true }
    const chat = await house.commit((tx) => foundHosted(tx, alice.id, kind, [alice.id, bob.id]))
    const members = async () =>
      (await listMembers(house.db, alice.id, chat.id, undefined, 9)).items.map((one) => [
        one.user.username,
        one.role,
      ])
    expect(await viewChat(house.db.reader, bob.id, chat.id)).toMatchObject({
      host: 'project:7',
      title: 'Bridge',
    })
    await say(house, bob, chat, 'As in any group')

    const refused = [
      house.commit((tx) => addMembers(tx, alice, chat.id, [cleo.id], 10)),
      house.commit((tx) => removeMember(tx, bob, chat.id, bob.id)),
      house.commit((tx) => setRole(tx, alice, chat.id, bob.id, 'admin')),
      house.commit((tx) => editGroup(tx, alice, chat.id, { title: 'Mine' })),
      house.commit((tx) => createInvite(tx, alice, chat.id, {})),
      house.commit((tx) => deleteChat(tx, alice, chat.id)),
    ]
    for (const attempt of refused) expect(await refusalOf(attempt)).toBe('conflict')
    expect(await members()).toEqual([
      ['alice', 'owner'],
      ['bob', 'member'],
    ])

    await house.commit(async (tx) => {
      await admitToHosted(
        tx,
        chat.id,
        [await findUser(tx.db, cleo.id), await findUser(tx.db, bob.id)],
        alice.id,
      )
      await setHostedRole(tx, chat.id, cleo.id, 'admin', alice.id)
      await setHostedRole(tx, chat.id, dora.id, 'admin', alice.id)
      await dismissFromHosted(tx, chat.id, alice.id, alice.id)
      await renameHosted(tx, chat.id, 'Tunnel', bob.id)
    })
    expect(await refusalOf(viewChat(house.db.reader, alice.id, chat.id))).toBe('not_found')
    expect((await viewChat(house.db.reader, cleo.id, chat.id)).role).toBe('admin')
    expect((await viewChat(house.db.reader, bob.id, chat.id)).role).toBe('member')

    await house.commit(async (tx) => {
      await dismissFromHosted(tx, chat.id, cleo.id, cleo.id)
      await dismissFromHosted(tx, chat.id, bob.id, bob.id)
    })
    const kept = await house.db.reader.selectFrom('chats').selectAll().where('id', '=', chat.id).execute()
    expect(kept).toMatchObject([{ title: 'Tunnel', member_count: 0 }])
    await house.commit((tx) => eraseHosted(tx, chat.id, bob.id))
    expect(await house.db.reader.selectFrom('chats').selectAll().where('id', '=', chat.id).execute()).toEqual(
      [],
    )
  })
}
