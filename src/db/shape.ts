import { Kysely, sql } from 'kysely'
import { columnsOf } from './columns.ts'
import type { DialectName } from './dialect.ts'
import { applyAll, migrationTables } from './migrate.ts'
import { mysql } from './mysql.ts'
import type { Db } from './open.ts'
import type { Schema } from './schema.ts'
import { searchTable } from './search.ts'
import { bunSqlite, openSqliteFile } from './sqlite.ts'

/** A column as migrations write it: its type is spelled as they spell it, and a key is never null. */
export interface Column {
  table: string
  name: string
  type: string
  nullable: boolean
  /** An SQL expression, or null where there is none. */
  preset: string | null
  /** Its place in the primary key, from 1; 0 where it is not part of it. */
  key: number
}

/** The tables of a database with their columns, in order. */
export type Shape = Map<string, Column[]>

/** Which tables and columns a database has; those of the migrator and of searching are left out. */
export async function shapeOf(db: Kysely<Schema>, dialect: DialectName): Promise<Shape> {
  const columns = await columnsOf(db, dialect)
  const known = columns
    .filter(({ table }) => !migrationTables.includes(table) && table !== searchTable)
    .map((column) => ({ ...column, type: spelled(column.type), preset: withoutCast(column.preset) }))
  return Map.groupBy(known, ({ table }) => table)
}

/**
 * What the migrations make of an empty database of the same kind. It leaves nothing behind: SQLite does it in memory,
 * PostgreSQL in a schema of its own within a transaction that is taken back, MySQL in a database that is dropped again,
 * which the user must be allowed to create.
 */
export function declaredShape(db: Db): Promise<Shape> {
  if (db.dialect === 'mysql') return declaredElsewhere(db)
  return db.dialect === 'sqlite' ? declaredInMemory(db) : declaredAside(db)
}

async function declaredInMemory({ dialect }: Db): Promise<Shape> {
  const memory = new Kysely<Schema>({ dialect: bunSqlite(openSqliteFile(':memory:', 'writer'), 'writer') })
  try {
    await applyAll(memory, dialect)
    return await shapeOf(memory, dialect)
  } finally {
    await memory.destroy()
  }
}

async function declaredAside({ writer, dialect }: Db): Promise<Shape> {
  const tx = await writer.startTransaction().execute()
  try {
    await sql`create schema parley_declared`.execute(tx)
    await sql`set local search_path to parley_declared`.execute(tx)
    await applyAll(tx, dialect)
    return await shapeOf(tx, dialect)
  } finally {
    await tx.rollback().execute()
  }
}

async function declaredElsewhere({ writer, dialect, url }: Db): Promise<Shape> {
  const name = `parley_declared_${process.pid}`
  const there = new URL(url)
  there.pathname = `/${name}`
  await sql`create database ${sql.table(name)}`.execute(writer).catch((error) => {
    throw new Error(
      `To compare, the user of the database must be allowed to create another: ${error.message}`,
    )
  })
  const elsewhere = new Kysely<Schema>({ dialect: mysql(there.href) })
  try {
    await applyAll(elsewhere, dialect)
    return await shapeOf(elsewhere, dialect)
  } finally {
    await elsewhere.destroy()
    await sql`drop database ${sql.table(name)}`.execute(writer)
  }
}

function spelled(type: string): string {
  return type
    .toLowerCase()
    .replace(/^character varying/, 'varchar')
    .replace(/^(bigint|int|smallint)\(\d+\)$/, '$1')
    .replace(/^int$/, 'integer')
    .replace(/^(bytea|longblob)$/, 'blob')
    .replace(/^longtext$/, 'text')
    .replace(/^double$/, 'double precision')
}

/** PostgreSQL says `'red'::character varying` where `'red'` was asked for. */
function withoutCast(preset: string | null): string | null {
  return preset?.replace(/^('(?:[^']|'')*')::[a-z ]+(\(\d+\))?$/, '$1') ?? null
}
