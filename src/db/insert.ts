import { CompiledQuery, type Insertable, type Kysely } from 'kysely'
import type { Schema } from './schema.ts'

const MOST_PER_STATEMENT = 100
const compiled = new WeakMap<object, Map<string, string>>()

/**
 * Inserts many rows of one shape in few statements, each compiled once per table and number of rows.
 * All rows must have the keys of the first.
 */
export async function insertAll<T extends keyof Schema & string>(
  db: Kysely<Schema>,
  table: T,
  rows: readonly Insertable<Schema[T]>[],
): Promise<void> {
  for (let from = 0; from < rows.length; from += MOST_PER_STATEMENT) {
    const some = rows.slice(from, from + MOST_PER_STATEMENT)
    const columns = Object.keys(some[0]!)
    const text = statement(db, table, columns, some)
    const parameters = some.flatMap((row) =>
      columns.map((column) => (row as Record<string, unknown>)[column]),
    )
    await db.executeQuery(CompiledQuery.raw(text, parameters))
  }
}

function statement<T extends keyof Schema & string>(
  db: Kysely<Schema>,
  table: T,
  columns: string[],
  rows: readonly Insertable<Schema[T]>[],
): string {
  const adapter = db.getExecutor().adapter.constructor
  const known = compiled.get(adapter) ?? new Map<string, string>()
  compiled.set(adapter, known)
  const name = `${table} ${columns.join()} ${rows.length}`
  const before = known.get(name)
  if (before) return before
  const { sql } = db
    .insertInto(table)
    .values(rows as never)
    .compile()
  known.set(name, sql)
  return sql
}
