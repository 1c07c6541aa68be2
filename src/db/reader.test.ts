import { expect, test } from 'bun:test'
import { type CompiledQuery, sql } from 'kysely'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import type { Db } from './open.ts'

const one = ({ reader }: Db): CompiledQuery<{ n: number }> =>
  sql<{ n: number }>`select 1 as n`.compile(reader)

for (const database of databases) {
  test(`${database.name}: a slow question is answered aside, with its parameters, and sees what was just written`, async () => {
    await using its = await testHouse(database)
    const { db } = its.house
    const query = db.reader.selectFrom('users').select(['username', 'number']).where('id', '=', its.bob.id)
    expect(await db.slowly(query.compile())).toEqual(await query.execute())
    await its.house.commit((tx) =>
      tx.db.updateTable('users').set({ username: 'Bobby' }).where('id', '=', its.bob.id).execute(),
    )
    expect((await db.slowly(query.compile()))[0]!.username).toBe('Bobby')
    const many = await Promise.all(Array.from({ length: 20 }, () => db.slowly(one(db))))
    expect(many.flat()).toEqual(Array.from({ length: 20 }, () => ({ n: 1 })))
  })

  test(`${database.name}: what goes wrong with a slow question is told to whoever asked, and to nobody else`, async () => {
    await using its = await testHouse(database)
    const { db } = its.house
    const wrong = db.slowly(sql`select nothing_of_the_kind`.compile(db.reader))
    const right = db.slowly(one(db))
    expect(await wrong.catch(String)).toContain('nothing_of_the_kind')
    expect(await right).toEqual([{ n: 1 }])
  })

  test(`${database.name}: when the database is closed, nobody waits for an answer for ever`, async () => {
    await using its = await testHouse(database)
    const { db } = its.house
    expect(await db.slowly(one(db))).toEqual([{ n: 1 }])
    if (database.name !== 'sqlite') return
    const endless = sql`with recursive c(n) as (select 1 union all select n + 1 from c) select max(n) from c`
    const waiting = db.slowly(endless.compile(db.reader)).catch(String)
    await db.close()
    expect(await waiting).toContain('closed')
    expect(await db.slowly(one(db)).catch(String)).toContain('closed')
  })
}
