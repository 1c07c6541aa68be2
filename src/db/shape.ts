import { Kysely, sql } from 'kysely'
import { columnsOf, type DialectName } from './dialect.ts'
import { applyAll, migrationTables } from './migrate.ts'
import type { Db } from './open.ts'
import type { Schema } from './schema.ts'
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

/** Which tables and columns a database has; those of the migrator are left out. */
export async function shapeOf(db: Kysely<Schema>, dialect: DialectName): Promise<Shape> {
  const columns = await columnsOf(db, dialect)
  const known = columns
    .filter(({ table }) => !migrationTables.includes(table))
    .map((column) => ({ ...column, type: spelled(column.type), preset: withoutCast(column.preset) }))
  return Map.groupBy(known, ({ table }) => table)
}

/**
 * What the migrations make of an empty database of the same kind. It leaves nothing behind: SQLite does it in memory,
 * PostgreSQL in a schema of its own within a transaction that is taken back.
 */
export function declaredShape(db: Db): Promise<Shape> {
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

function spelled(type: string): string {
  return type
    .toLowerCase()
    .replace(/^character varying/, 'varchar')
    .replace(/^int$/, 'integer')
    .replace(/^bytea$/, 'blob')
}

/** PostgreSQL says `'red'::character varying` where `'red'` was asked for. */
function withoutCast(preset: string | null): string | null {
  return preset?.replace(/^('(?:[^']|'')*')::[a-z ]+(\(\d+\))?$/, '$1') ?? null
}
