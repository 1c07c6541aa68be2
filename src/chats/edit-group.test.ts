import { expect, test } from 'bun:test'
import { group, refusalOf } from '../../test/chats.ts'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import { tinyGif } from '../../test/media.ts'
import { editGroup, setPicture } from './edit-group.ts'
import { openDirect } from './open-direct.ts'
import { setRole } from './set-role.ts'

const gif = Buffer.from(tinyGif)

for (const database of databases) {
  test(`${database.name}: a new title is a new version, and the members hear of it`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, dora } = its
    const chat = await group(house, [alice, bob])
    const before = await its.head()
    const edit = (change: object, ifMatch?: number) =>
      house.commit((tx) => editGroup(tx, alice, chat.id, change, ifMatch))
    expect(await edit({ title: 'Long walks' }, 1)).toMatchObject({ title: 'Long walks', version: 2 })
    expect(await edit({ shares_history: false }, 2)).toMatchObject({ shares_history: 0, version: 3 })
    expect(await refusalOf(edit({ title: 'Too late' }, 2))).toBe('stale')
    expect(await edit({ title: 'Long walks' })).toMatchObject({ version: 3 })
    const heard = await its.hears(bob, before)
    expect(heard.map((entry) => [entry.kind, entry.body.chat.version])).toEqual([
      ['chat.updated', 2],
      ['chat.updated', 3],
    ])
    expect(heard[1]!.body.chat).toMatchObject({ title: 'Long walks', shares_history: false })
    expect(await its.hears(dora, before)).toEqual([])
  })

  test(`${database.name}: a picture replaces the one before, and can be taken away`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob } = its
    const chat = await group(house, [alice, bob])
    const before = await its.head()
    const set = (bytes: Uint8Array | null, ifMatch?: number) =>
      house.commit((tx) => setPicture(tx, alice, chat.id, bytes, ifMatch))
    const pictures = () => house.db.reader.selectFrom('pictures').select(['id', 'owner_id']).execute()
    const first = await set(gif)
    const second = await set(gif, 2)
    expect(second.picture_id).not.toBe(first.picture_id)
    expect(await pictures()).toEqual([{ id: second.picture_id!, owner_id: chat.id }])
    expect(await refusalOf(set(gif, 2))).toBe('stale')
    expect(await refusalOf(set(new TextEncoder().encode('<svg>')))).toBe('unsupported')
    expect(await pictures()).toHaveLength(1)
    expect(await set(null)).toMatchObject({ picture_id: null, version: 4 })
    expect(await pictures()).toEqual([])
    const heard = await its.hears(bob, before)
    expect(heard.map((entry) => entry.body.chat.picture)).toEqual([
      `/media/pictures/${first.picture_id}`,
      `/media/pictures/${second.picture_id}`,
      null,
    ])
  })

  test(`${database.name}: admins edit, members do not, and direct chats have nothing to edit`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, cleo, dora } = its
    const chat = await group(house, [alice, bob, cleo])
    await house.commit((tx) => setRole(tx, alice, chat.id, bob.id, 'admin'))
    const edit = (actor: typeof alice, chatId = chat.id) => [
      refusalOf(house.commit((tx) => editGroup(tx, actor, chatId, { title: `By ${actor.username}` }))),
      refusalOf(house.commit((tx) => setPicture(tx, actor, chatId, gif))),
    ]
    expect(await Promise.all(edit(bob))).toEqual([undefined, undefined])
    expect(await Promise.all(edit(cleo))).toEqual(['forbidden', 'forbidden'])
    expect(await Promise.all(edit(dora))).toEqual(['not_found', 'not_found'])
    const direct = await house.commit((tx) => openDirect(tx, alice, bob.id))
    expect(await Promise.all(edit(alice, direct.id))).toEqual(['conflict', 'conflict'])
  })
}
