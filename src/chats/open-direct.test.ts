import { expect, test } from 'bun:test'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import { openHouse } from '../app.ts'
import { readConfig } from '../config.ts'
import { newId } from '../id.ts'
import { readAfter } from '../log/read.ts'
import { block, unblock } from '../users/block.ts'
import { setState } from '../users/moderate.ts'
import { openDirect } from './open-direct.ts'

for (const database of databases) {
  test(`${database.name}: two people have one direct chat, whoever opens it`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, dora } = its
    const before = await its.head()
    const hers = await house.commit((tx) => openDirect(tx, alice, bob.id))
    expect(hers).toMatchObject({ kind: 'direct', title: '', role: 'member', member_count: 2 })
    expect(hers.peer?.username).toBe('bob')
    const his = await house.commit((tx) => openDirect(tx, bob, alice.id))
    expect(his.id).toBe(hers.id)
    expect(his.peer?.username).toBe('alice')
    for (const person of [alice, bob]) {
      const heard = await its.hears(person, before)
      expect(heard.map((entry) => entry.kind)).toEqual(['chat.created'])
      expect(heard[0]!.body.member_ids).toEqual([alice.id, bob.id])
    }
    expect(await its.hears(dora, before)).toEqual([])
    const other = await house.commit((tx) => openDirect(tx, alice, dora.id))
    expect(other.id).not.toBe(hers.id)
  })

  test(`${database.name}: alice has one chat with herself, for notes`, async () => {
    await using its = await testHouse(database)
    const { house, alice } = its
    const open = () => house.commit((tx) => openDirect(tx, alice, alice.id))
    const notes = await open()
    expect(notes).toMatchObject({ kind: 'direct', member_count: 1, peer: { id: alice.id } })
    expect((await open()).id).toBe(notes.id)
  })

  test(`${database.name}: nobody opens a chat with nobody, or across a block`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, cleo } = its
    const open = (one: typeof alice, other: string) => house.commit((tx) => openDirect(tx, one, other))
    await expect(open(alice, newId())).rejects.toMatchObject({ code: 'not_found' })
    await open(alice, cleo.id)
    await house.commit((tx) => block(tx, bob, alice.id))
    await house.commit((tx) => block(tx, cleo, alice.id))
    const refused = { code: 'forbidden', message: 'You cannot reach this person' }
    for (const [one, other] of [
      [alice, bob],
      [bob, alice],
      [alice, cleo],
    ] as const)
      await expect(open(one, other.id)).rejects.toMatchObject(refused)
    await house.commit((tx) => unblock(tx, bob, alice.id))
    expect((await open(alice, bob.id)).kind).toBe('direct')
  })

  test(`${database.name}: a suspended person keeps his chats, but gets no new ones`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, cleo } = its
    const chat = await house.commit((tx) => openDirect(tx, bob, cleo.id))
    await house.commit((tx) => setState(tx, alice, cleo.id, 'suspended'))
    expect((await house.commit((tx) => openDirect(tx, bob, cleo.id))).id).toBe(chat.id)
    await expect(house.commit((tx) => openDirect(tx, alice, cleo.id))).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  test(`${database.name}: two processes that open it at once open one`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, cleo, dora, place } = its
    const config = readConfig({
      PARLEY_DATA_DIR: place.dataDir,
      DATABASE_URL: place.databaseUrl,
      PARLEY_LOG_LEVEL: 'silent',
    })
    const second = await openHouse(config)
    try {
      const people = [alice, bob, cleo, dora]
      for (const one of people)
        for (const other of people.filter((person) => person.id > one.id)) {
          const [here, there] = await Promise.all([
            house.commit((tx) => openDirect(tx, one, other.id)),
            second.house.commit((tx) => openDirect(tx, other, one.id)),
          ])
          expect(here.id).toBe(there.id)
        }
    } finally {
      await second.close()
    }
    const chats = await house.db.reader.selectFrom('chats').select('id').execute()
    expect(chats).toHaveLength(6)
    const { entries } = await readAfter(house.db, alice.id, 0)
    expect(entries.filter((entry) => entry.kind === 'chat.created')).toHaveLength(3)
  })
}
