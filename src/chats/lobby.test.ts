import { expect, test } from 'bun:test'
import { testApi } from '../../test/api.ts'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import { sendOne } from '../messages/routes.ts'
import { removeUser } from '../users/remove.ts'
import { findMember } from './chat.ts'
import { leaveAllChats } from './leave-all.ts'
import { joinLobby, LOBBY_ID, leaveLobby } from './lobby.ts'
import { removeMember } from './remove-member.ts'
import { viewChat } from './view.ts'

for (const database of databases)
  test(`${database.name}: whoever wants to speaks in the lobby, which is there once and is nobody's`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, cleo, dora } = its
    await Promise.all([alice, bob, cleo, bob].map(({ id }) => house.commit((tx) => joinLobby(tx, id))))
    const view = await viewChat(house.db.reader, bob.id, LOBBY_ID)
    expect(view).toMatchObject({ member_count: 3, role: 'member', title: 'Lobby', host: 'lobby:public' })
    await sendOne(house, alice, LOBBY_ID, { text: 'Hello, everybody' }, undefined)
    const heard = async (who: typeof alice) =>
      (await its.hears(who)).filter(({ kind }) => kind === 'message.sent').length
    expect([await heard(bob), await heard(dora)]).toEqual([1, 0])
    const unknown = sendOne(house, dora, LOBBY_ID, { text: 'Me too' }, undefined)
    await expect(unknown).rejects.toMatchObject({ code: 'not_found' })
    const removed = house.commit((tx) => removeMember(tx, alice, LOBBY_ID, bob.id))
    await expect(removed).rejects.toMatchObject({ code: 'conflict' })
    const goOut = async (who: typeof alice) =>
      (await testApi(house).as(who)('DELETE', `/chats/${LOBBY_ID}/members/${who.id}`)).status
    expect([await goOut(bob), await goOut(bob), await goOut(dora)]).toEqual([204, 404, 404])
    await house.commit((tx) => removeUser(tx, cleo.id, [leaveAllChats]))
    expect(await findMember(house.db.reader, LOBBY_ID, bob.id)).toBeUndefined()
    expect((await viewChat(house.db.reader, alice.id, LOBBY_ID)).member_count).toBe(1)
    await house.commit((tx) => leaveLobby(tx, alice.id))
    // It is there even when nobody is in it.
    await house.commit((tx) => joinLobby(tx, dora.id))
    expect((await viewChat(house.db.reader, dora.id, LOBBY_ID)).last_position).toBe(1)
  })
