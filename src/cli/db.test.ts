import { expect, test } from 'bun:test'
import { existsSync } from 'node:fs'
import { type Database, databases } from '../../test/databases.ts'
import { testTerminal } from '../../test/terminal.ts'
import { readConfig } from '../config.ts'
import { migrations } from '../db/migrate.ts'
import type { Db } from '../db/open.ts'
import { readHead } from '../log/read.ts'
import { downgradeDb } from './db-downgrade.ts'
import { beginEpoch } from './db-new-epoch.ts'
import { showStatus } from './db-status.ts'
import { upgradeDb } from './db-upgrade.ts'
import { nameOf, withDb, withNewDb } from './open.ts'

/** A database on which all migrations are applied. */
async function onDatabase(database: Database, work: (db: Db) => Promise<unknown>) {
  const place = await database.fresh()
  await withNewDb(async (db) => {
    await upgradeDb(db, testTerminal())
    await work(db)
  }, place.databaseUrl)
  await place.remove()
}

async function missing(db: Db): Promise<string[]> {
  return (await migrations(db)).filter(({ executedAt }) => !executedAt).map(({ name }) => name)
}

for (const database of databases) {
  test(`${database.name}: status tells of every migration, and of the log`, () =>
    onDatabase(database, async (db) => {
      const terminal = testTerminal()
      await showStatus(db, terminal)
      const { epoch } = await readHead(db)
      const kinds = { sqlite: 'SQLite', postgres: 'PostgreSQL', mysql: 'MySQL' }
      expect(terminal.lines[0]).toStartWith(`database  ${kinds[database.name]}, `)
      expect(terminal.lines[1]).toMatch(/^001-log +applied \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$/)
      expect(terminal.lines.at(-1)).toBe(`log       head 0, floor 0, epoch ${epoch}`)
    }))

  test(`${database.name}: downgrade asks first, takes back the newest only, and upgrade brings it again`, () =>
    onDatabase(database, async (db) => {
      const newest = (await migrations(db)).at(-1)!.name
      await expect(downgradeDb(db, false, testTerminal())).rejects.toThrow('--yes')
      expect(await missing(db)).toEqual([])

      const terminal = testTerminal()
      await downgradeDb(db, true, terminal)
      expect(terminal.lines).toEqual([`took back ${newest}`])
      expect(await missing(db)).toEqual([newest])
      await showStatus(db, terminal)
      expect(terminal.lines.find((line) => line.startsWith(newest))).toEndWith('missing')

      const upgrading = testTerminal()
      await upgradeDb(db, upgrading)
      await upgradeDb(db, upgrading)
      expect(upgrading.lines).toEqual([`applied ${newest}`, 'up to date already'])
    }))

  test(`${database.name}: every migration can be taken back, to the last`, () =>
    onDatabase(database, async (db) => {
      const all = (await migrations(db)).length
      const terminal = testTerminal()
      for (let i = 0; i <= all; i++) await downgradeDb(db, true, terminal)
      expect(terminal.lines).toHaveLength(all + 1)
      expect(terminal.lines.at(-1)).toBe('there is no migration to take back')
      await showStatus(db, terminal)
      expect(terminal.lines.at(-1)).toBe('log       none yet')
    }))

  test(`${database.name}: a new epoch is new, and its numbers go on`, () =>
    onDatabase(database, async (db) => {
      const before = await readHead(db)
      await beginEpoch(db, testTerminal())
      const after = await readHead(db)
      expect(after.epoch).not.toBe(before.epoch)
      expect(after).toEqual({ ...before, epoch: after.epoch })
    }))

  test(`${database.name}: a new epoch needs tables`, () =>
    onDatabase(database, async (db) => {
      await downgradeDb(db, true, testTerminal())
      await expect(beginEpoch(db, testTerminal())).rejects.toThrow('parley db upgrade')
    }))
}

test('looking at a database that is not there makes none', async () => {
  const place = await databases[0]!.fresh()
  const dataDir = `${place.dataDir}/elsewhere`
  const config = readConfig({ PARLEY_DATA_DIR: dataDir })
  await expect(withDb(async () => 'opened', config)).rejects.toThrow('There is no database at')
  expect(existsSync(`${dataDir}/parley.sqlite`)).toBe(false)
  await place.remove()
})

test('a database is called by a name that holds no password', () => {
  expect(nameOf('postgres://ann:secret@db.example:5433/parley')).toBe('PostgreSQL, parley on db.example:5433')
  expect(nameOf('sqlite:/var/lib/parley.sqlite')).toBe('SQLite, /var/lib/parley.sqlite')
})
