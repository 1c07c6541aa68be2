import { expect, test } from 'bun:test'
import { sql } from 'kysely'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import { migrations, upgrade } from './migrate.ts'
import { requireVersion } from './mysql.ts'
import { openDb } from './open.ts'
import { shapeOf } from './shape.ts'

const mysql = databases.find(({ name }) => name === 'mysql')

test('a server that is too old is refused, and it is said what is expected', () => {
  for (const version of [
    '10.6.0-MariaDB',
    '10.11.19-MariaDB-0+deb12u1',
    '5.5.5-10.11.6-MariaDB',
    '8.0.17',
    '9.4.0-commercial',
  ])
    requireVersion(version)
  expect(() => requireVersion('10.5.29-MariaDB-log')).toThrow('expected 10.6.0 or later')
  expect(() => requireVersion('5.7.44')).toThrow('The database is MySQL 5.7.44: expected 8.0.17 or later')
  expect(() => requireVersion('8.0.16')).toThrow('expected 8.0.17')
  expect(() => requireVersion('')).toThrow('expected 8.0.17')
})

test('a parameter that would be passed over is refused, and a certificate may be asked for', async () => {
  const url = 'mysql://nobody@127.0.0.1:1/none'
  expect(() => openDb(`${url}?sslmode=require`)).toThrow('no parameter but ssl, socketPath, not sslmode')
  await openDb(`${url}?ssl={"rejectUnauthorized":true}`).close()
})

test.if(mysql !== undefined)(
  'a migration that was cut off in the middle is gone on with, and loses nothing',
  async () => {
    const place = await mysql!.fresh()
    const db = openDb(place.databaseUrl)
    await upgrade(db)
    const before = await shapeOf(db.reader, db.dialect)
    const head = () => db.reader.selectFrom('log_head').selectAll().execute()
    const [first] = await head()
    const names = (await migrations(db)).map(({ name }) => name)
    const since = names.slice(names.indexOf('015-games'))
    for (const undone of since) await sql`delete from migrations where name = ${undone}`.execute(db.writer)
    for (const table of ['score_blocks', 'scores', 'postcards'])
      await sql`drop table ${sql.table(table)}`.execute(db.writer)
    expect(await upgrade(db)).toEqual(since)
    expect(await shapeOf(db.reader, db.dialect)).toEqual(before)

    await sql`delete from migrations`.execute(db.writer)
    expect(await upgrade(db)).toEqual(names)
    expect(await shapeOf(db.reader, db.dialect)).toEqual(before)
    expect(await head()).toEqual([first!])
    await db.close()
    await place.remove()
  },
)

test.if(mysql !== undefined)('tables of something else are left alone', async () => {
  const place = await mysql!.fresh()
  const db = openDb(place.databaseUrl)
  await sql`drop table migrations, migrations_lock`.execute(db.writer)
  await expect(upgrade(db)).rejects.toThrow('tables of something else')
  await db.close()
  await place.remove()
})

test.if(mysql !== undefined)(
  'text is compared letter by letter, may be long, and comes back as it was',
  async () => {
    await using its = await testHouse(mysql!)
    const { writer } = its.house.db
    const names = ['a', 'a ', 'A', 'á', 'ａ', "a'\\", 'a"', '👍', '👍🏽', 'a\u0301', 'ß', 'ss', '\0', '%']
    for (const [value, name] of names.entries())
      await writer.insertInto('counters').values({ name, value }).execute()
    for (const [value, name] of names.entries()) {
      const found = writer.selectFrom('counters').selectAll().where('name', '=', name)
      expect(await found.execute()).toEqual([{ name, value }])
    }
    const long = '👍🏽'.repeat(40_000)
    const entry = { stream: 'x', kind: 'x.y', at: 1, actor_id: null, about: null, alert: null }
    await writer
      .insertInto('entries')
      .values({ ...entry, seq: 1e9, body: long })
      .execute()
    const read = writer.selectFrom('entries').select('body').where('seq', '=', 1e9)
    expect((await read.executeTakeFirstOrThrow()).body).toBe(long)
  },
)

test.if(mysql !== undefined)('what is too long is refused, and the refusal does not repeat it', async () => {
  await using its = await testHouse(mysql!)
  const secret = 's3cret '.repeat(20)
  const refusal = await its.house
    .commit(({ db }) => db.insertInto('counters').values({ name: secret, value: 1 }).execute())
    .catch((error) => error)
  expect(refusal).toMatchObject({ code: 'ER_DATA_TOO_LONG' })
  expect(JSON.stringify({ ...refusal, message: refusal.message })).not.toContain('s3cret')
})
