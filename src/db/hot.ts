import type { CompiledQuery, Kysely, QueryResult } from 'kysely'
import type { Schema } from './schema.ts'

const known = new WeakMap<object, Map<string, CompiledQuery>>()

interface Compilable {
  compile(): CompiledQuery
}

/**
 * Runs a statement of the hottest paths: put together once for each kind of database under its name, and from then on
 * only given new parameters, in the order in which they stand in the statement.
 */
export function hot(
  db: Kysely<Schema>,
  name: string,
  parameters: readonly unknown[],
  build: () => Compilable,
): Promise<QueryResult<unknown>> {
  const adapter = db.getExecutor().adapter.constructor
  let statements = known.get(adapter)
  if (!statements) {
    statements = new Map()
    known.set(adapter, statements)
  }
  let statement = statements.get(name)
  if (!statement) {
    statement = build().compile()
    statements.set(name, statement)
  }
  return db.executeQuery({ ...statement, parameters })
}
