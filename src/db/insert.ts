import type { Insertable, Kysely } from 'kysely'
import { hot } from './hot.ts'
import type { Schema } from './schema.ts'

/** Statements come in few sizes, so that each is prepared once and then known. */
const SIZES = [128, 64, 32, 16, 8, 4, 2, 1]

/** Inserts many rows of one shape in few statements. All rows must have the keys of the first, in the same order. */
export async function insertAll<T extends keyof Schema & string>(
  db: Kysely<Schema>,
  table: T,
  rows: readonly Insertable<Schema[T]>[],
): Promise<void> {
  const columns = Object.keys(rows[0] ?? {})
  for (let from = 0, size = 0; from < rows.length; from += size) {
    size = SIZES.find((one) => one <= rows.length - from)!
    const some = rows.slice(from, from + size)
    const parameters: unknown[] = []
    for (const row of some)
      for (const column of columns) parameters.push((row as Record<string, unknown>)[column])
    await hot(db, `insert ${table} ${columns.join()} ${size}`, parameters, () =>
      db.insertInto(table).values(some as never),
    )
  }
}
