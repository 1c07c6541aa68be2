import { expect, test } from 'bun:test'
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { type Database, databases, type Place } from '../../test/databases.ts'
import { spoil } from '../../test/spoil.ts'
import { testTerminal } from '../../test/terminal.ts'
import { blobType } from '../db/dialect.ts'
import { downgrade, upgrade } from '../db/migrate.ts'
import { type Db, openDb } from '../db/open.ts'
import { type Shape, shapeOf } from '../db/shape.ts'
import { migrateDb } from './db-migrate.ts'

interface Stage {
  place: Place
  db: Db
  /** A copy of `src/db`, to be written to. */
  folder: string
}

const root = join(import.meta.dir, '..', '..')

/** A database that is up to date, and a copy of the source beside it. */
async function onStage(database: Database, work: (stage: Stage) => Promise<unknown>) {
  const place = await database.fresh()
  const db = openDb(place.databaseUrl)
  const folder = join(place.dataDir, 'src', 'db')
  mkdirSync(folder, { recursive: true })
  cpSync(join(root, 'src', 'db'), folder, { recursive: true })
  cpSync(join(root, 'src', 'id.ts'), join(folder, '..', 'id.ts'))
  symlinkSync(join(root, 'node_modules'), join(place.dataDir, 'node_modules'))
  try {
    await upgrade(db)
    await work({ place, db, folder })
  } finally {
    await spoil(db)
    await db.close()
    await place.remove()
  }
}

/** What a developer does to the own database. */
async function changeByHand({ writer: db, dialect }: Db) {
  await sql`alter table chats add column colour varchar(20) default 'it''s red' not null`.execute(db)
  await sql`alter table games drop column rating`.execute(db)
  await sql`drop table inbox_marks`.execute(db)
  await sql`create table shelves (a varchar(36) not null, "the b" integer, c text, primary key ("the b", a))`.execute(
    db,
  )
  await db.schema
    .createTable('jars')
    .addColumn('id', 'bigint', (c) => c.primaryKey())
    .addColumn('jam', blobType(dialect), (c) => c.notNull())
    .execute()
}

const newest = (folder: string) => readdirSync(join(folder, 'migrations')).sort().at(-1)!.slice(0, -3)

/**
 * Columns that were added later stand at the end, wherever they stood before; and the type of `messages.number` is the
 * one in which the migrations differ between databases.
 */
function columnsIn(shape: Shape): string[] {
  return [...shape.values()]
    .flat()
    .filter(({ table, name }) => `${table}.${name}` !== 'messages.number')
    .map((column) => JSON.stringify(column))
    .sort()
}

for (const database of databases) {
  test(`${database.name}: what was changed by hand becomes a migration, which makes the same of empty databases`, () =>
    onStage(database, async ({ place, db, folder }) => {
      const shape = async ({ writer, dialect }: Db) => columnsIn(await shapeOf(writer, dialect))
      const before = { name: newest(folder), shape: await shape(db) }
      const terminal = testTerminal()
      await migrateDb(db, { message: 'nothing new' }, terminal, folder)
      expect(terminal.lines).toEqual(['nothing to write: the migrations make the same columns'])
      expect(newest(folder)).toBe(before.name)

      await changeByHand(db)
      const changed = await shape(db)
      await migrateDb(db, { message: 'Add Colour' }, testTerminal(), folder)
      const name = newest(folder)
      expect(name).toMatch(/^\d{3}-add-colour$/)
      expect(Number.parseInt(name, 10)).toBe(Number.parseInt(before.name, 10) + 1)
      const lines = readFileSync(join(folder, 'migrate.ts'), 'utf8')
      expect(lines).toContain(`    '${name}': addColour(dialect),\n  }\n`)

      const theirs: typeof import('../db/migrate.ts') = await import(join(folder, 'migrate.ts'))
      expect(await theirs.upgrade(db)).toEqual([])
      expect(await theirs.downgrade(db)).toBe(name)
      expect(await shape(db)).toEqual(before.shape)
      expect(await theirs.upgrade(db)).toEqual([name])
      expect(await shape(db)).toEqual(changed)

      const other = openDb(join(place.dataDir, 'other.sqlite'))
      expect(await theirs.upgrade(other)).toContain(name)
      expect(await shape(other)).toEqual(changed)
      await other.close()
    }))
}

test('what no statement does everywhere is told, and not written', () =>
  onStage(databases[0]!, async ({ db, folder }) => {
    const before = newest(folder)
    await sql`alter table games drop column rating`.execute(db.writer)
    await sql`alter table games add column rating text`.execute(db.writer)
    const terminal = testTerminal()
    await migrateDb(db, { message: 'Rate' }, terminal, folder)
    expect(terminal.lines).toEqual([
      'by hand   games.rating is text here, and double precision as declared; not every database can change that',
      'nothing to write besides',
    ])
    expect(newest(folder)).toBe(before)
  }))

test('an empty one is written to be filled in, and is not applied; names and places that cannot be are refused', () =>
  onStage(databases[0]!, async ({ db, folder }) => {
    const wanted = { message: 'Delete', empty: true }
    await migrateDb(db, wanted, testTerminal(), folder)
    const name = newest(folder)
    expect(name).toEndWith('-delete')
    const theirs: typeof import('../db/migrate.ts') = await import(join(folder, 'migrate.ts'))
    expect((await theirs.migrations(db)).at(-1)).toEqual(
      expect.objectContaining({ name, executedAt: undefined }),
    )

    const refused = (message: string, place = folder) =>
      migrateDb(db, { message, empty: true }, testTerminal(), place)
    await expect(refused('delete')).rejects.toThrow('"changeDelete" in migrate.ts already')
    await expect(refused('…')).rejects.toThrow('a few words')
    await expect(refused('colour', join(folder, 'elsewhere'))).rejects.toThrow('does not carry')
    await downgrade(db)
    await expect(refused('colour')).rejects.toThrow('parley db upgrade')
    expect(newest(folder)).toBe(name)
  }))
