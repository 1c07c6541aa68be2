import { expect, test } from 'bun:test'
import { group, say } from '../../test/chats.ts'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import { removeMember } from '../chats/remove-member.ts'
import { day } from '../clock.ts'
import { append } from './append.ts'
import { prune } from './prune.ts'
import { gapBefore, readHead } from './read.ts'

for (const database of databases) {
  test(`${database.name}: what is old is forgotten, and the floor says so`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, cleo } = its
    const chat = await group(house, [alice, bob, cleo])
    await house.commit((tx) => removeMember(tx, alice, chat.id, cleo.id))
    const old = await its.head()
    its.clock.move(10 * day)
    await say(house, alice, chat, 'still young')
    expect(await prune(house.commit, its.clock.now() - 11 * day)).toBe(0)
    expect((await readHead(house.db)).floor).toBe(0)
    expect(await prune(house.commit, its.clock.now() - 9 * day)).toBe(old)
    const { floor, seq, epoch } = await readHead(house.db)
    expect([floor, seq]).toEqual([old, old + 1])
    expect(gapBefore({ epoch, seq: old - 1 }, { epoch, seq, floor })).toBe('pruned')
    expect(gapBefore({ epoch, seq: old }, { epoch, seq, floor })).toBeUndefined()
    expect((await its.hears(bob)).map((entry) => entry.body.message.text)).toEqual(['still young'])
    const followed = await house.db.reader
      .selectFrom('follows')
      .select('user_id')
      .where('stream', '=', `chat:${chat.id}`)
      .execute()
    expect(followed.map((row) => row.user_id).sort()).toEqual([alice.id, bob.id].sort())
    expect(await prune(house.commit, its.clock.now() - 9 * day)).toBe(0)
    await say(house, bob, chat, 'goes on')
    expect((await its.hears(alice)).map((entry) => entry.seq)).toEqual([old + 1, old + 2])
  })

  test(`${database.name}: much is forgotten in steps, exactly`, async () => {
    await using its = await testHouse(database)
    const { house } = its
    const start = await its.head()
    const crowd = (many: number) =>
      house.commit(async (tx) => {
        for (let i = 0; i < many; i++) append(tx, { stream: 'chat:x', kind: 'x.y', actorId: null, body: i })
      })
    await crowd(2000 - start)
    its.clock.move(day)
    await crowd(5)
    expect(await prune(house.commit, its.clock.now())).toBe(2000)
    const left = await house.db.reader.selectFrom('entries').select('seq').orderBy('seq').execute()
    expect(left.map((row) => row.seq)).toEqual([2001, 2002, 2003, 2004, 2005])
    expect((await readHead(house.db)).floor).toBe(2000)
  })
}
