import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import type { Tx } from '../db/commit.ts'
import { newId } from '../id.ts'
import { countScores, depart, enter, MOST_POINTS, rankOf, sortKeyOf } from './ranks.ts'

const SMALL = 8

test('many points sort first, then who was first, whatever the numbers', () => {
  fc.assert(
    fc.property(fc.nat(MOST_POINTS), fc.nat(MOST_POINTS), fc.nat(), fc.nat(), (a, b, early, late) => {
      const [one, other] = [sortKeyOf(a, early, 'a-1'), sortKeyOf(b, late, 'b-2')]
      expect(one.length).toBe(other.length)
      expect(one < other).toBe(a > b || (a === b && early <= late))
    }),
  )
})

for (const database of databases)
  test(`${database.name}: however scores come, move and go, everybody's rank is what counting finds`, async () => {
    await using its = await testHouse(database)
    const { house } = its
    const board_id = newId()
    const keys = new Map<string, string>()
    const score = (user_id: string, sort_key: string) => ({
      ...{ board_id, user_id, sort_key, points: 0, wins: 0, draws: 0, losses: 0, reached_at: 0 },
    })
    async function set(tx: Tx, user: string, points: number, at: number) {
      const [before, key] = [keys.get(user), sortKeyOf(points, at, user)]
      if (before) await depart(tx, board_id, before, SMALL)
      await tx.db.deleteFrom('scores').where('user_id', '=', user).execute()
      await tx.db.insertInto('scores').values(score(user, key)).execute()
      await enter(tx, board_id, key, SMALL)
      keys.set(user, key)
    }
    async function remove(tx: Tx, user: string) {
      await depart(tx, board_id, keys.get(user)!, SMALL)
      await tx.db.deleteFrom('scores').where('user_id', '=', user).execute()
      keys.delete(user)
    }
    async function check() {
      const { reader } = house.db
      const sorted = [...keys.values()].sort()
      expect(await countScores(reader, board_id)).toBe(sorted.length)
      for (let i = 0; i < sorted.length; i += 7)
        expect(await rankOf(reader, board_id, sorted[i]!)).toBe(i + 1)
      return (await reader.selectFrom('score_blocks').selectAll().execute()).length
    }
    const users = Array.from({ length: 90 }, newId)
    let state = 7
    const roll = (below: number) => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
      return state % below
    }
    await house.commit(async (tx) => {
      await tx.db.insertInto('score_blocks').values({ board_id, from_key: '', many: 0 }).execute()
      // Half of them are equal: only when they came tells them apart.
      for (const [i, user] of users.entries()) await set(tx, user, i % 2 === 0 ? 100 : roll(50), i)
    })
    const blocks = await check()
    expect(blocks).toBeGreaterThan(90 / SMALL)
    await house.commit(async (tx) => {
      for (let i = 0; i < 120; i++) await set(tx, users[roll(90)]!, roll(4) * 50, 1000 + i)
    })
    await check()
    await house.commit(async (tx) => {
      for (const user of users.slice(5)) await remove(tx, user)
    })
    expect(await check()).toBeLessThan(blocks / 3)
  })
