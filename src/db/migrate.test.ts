import { expect, test } from 'bun:test'
import { databases } from '../../test/databases.ts'
import { dialectOf } from './dialect.ts'
import { downgrade, migrations, upgrade } from './migrate.ts'
import { openDb } from './open.ts'

for (const database of databases) {
  test(`${database.name}: every migration can be taken back and done again, by two processes at once`, async () => {
    const place = await database.fresh()
    const [here, there] = [openDb(place.databaseUrl), openDb(place.databaseUrl)]
    await upgrade(here)
    const names = (await migrations(here)).map((one) => one.name)
    expect(names.length).toBeGreaterThanOrEqual(4)
    const shape = async () =>
      (await here.reader.introspection.getTables())
        .map(
          (table) =>
            `${table.name}(${table.columns.map((column) => `${column.name} ${column.dataType}`).sort()})`,
        )
        .sort()
    const before = await shape()
    for (const name of names.toReversed()) expect(await downgrade(here)).toBe(name)
    expect(await downgrade(here)).toBeUndefined()
    expect((await shape()).filter((table) => !table.startsWith('migrations'))).toEqual([])
    const applied =
      database.name === 'sqlite'
        ? [await upgrade(here), await upgrade(there)]
        : await Promise.all([upgrade(here), upgrade(there)])
    expect(applied.flat()).toEqual(names)
    expect(await shape()).toEqual(before)
    const heads = await there.reader.selectFrom('log_head').selectAll().execute()
    expect(heads).toEqual([{ id: 1, seq: 0, floor: 0, epoch: expect.stringMatching(/^[\w-]{8}$/) }])
    await here.close()
    await there.close()
    await place.remove()
  })
}

test('a database is named by its URL', () => {
  expect(['postgres://x/y', 'postgresql://x/y'].map(dialectOf)).toEqual(['postgres', 'postgres'])
  expect(['sqlite:/a/b', 'file:/a/b', '/a/b', './a', 'a.sqlite'].map(dialectOf)).toEqual(
    Array(5).fill('sqlite'),
  )
  expect(['mysql://x/y', 'mariadb://x/y'].map(dialectOf)).toEqual(['mysql', 'mysql'])
  for (const url of ['mongodb+srv://x', 'http://x', 'mssql://x/y'])
    expect(() => dialectOf(url)).toThrow('no database that Parley speaks')
})
