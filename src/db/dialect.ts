/** In what the databases differ. Searching (`search.ts`) and reading columns (`columns.ts`) have files of their own. */
import { CompiledQuery, type Kysely, type SelectQueryBuilder, sql } from 'kysely'
import type { Schema } from './schema.ts'

/** MariaDB and MySQL speak one dialect. */
export type DialectName = 'sqlite' | 'postgres' | 'mysql'

/** @throws Error when the URL names a database that Parley does not speak. */
export function dialectOf(url: string): DialectName {
  if (/^postgres(ql)?:/.test(url)) return 'postgres'
  if (/^(mysql|mariadb):/.test(url)) return 'mysql'
  if (/^(sqlite|file):/.test(url) || !/^[a-z][a-z0-9+]*:\/\//.test(url)) return 'sqlite'
  throw new Error('DATABASE_URL names no database that Parley speaks: expected sqlite:, postgres: or mysql:')
}

/** What opens and closes transactions, put together once. */
export const control = {
  begin: CompiledQuery.raw('begin'),
  beginImmediate: CompiledQuery.raw('begin immediate'),
  commit: CompiledQuery.raw('commit'),
  rollback: CompiledQuery.raw('rollback'),
  savepoint: CompiledQuery.raw('savepoint command'),
  release: CompiledQuery.raw('release savepoint command'),
  rollbackTo: CompiledQuery.raw('rollback to savepoint command'),
}

/** SQLite takes the write lock at once: a transaction that begins as a reader could not become a writer later. */
export function begin(dialect: DialectName): CompiledQuery {
  return dialect === 'sqlite' ? control.beginImmediate : control.begin
}

const blobTypes = { sqlite: sql`blob`, postgres: sql`bytea`, mysql: sql`longblob` }

export const blobType = (dialect: DialectName) => blobTypes[dialect]

/** Drops an index: MySQL knows them by the names of their tables, too. */
export async function dropIndex(
  db: Kysely<Schema>,
  dialect: DialectName,
  table: keyof Schema,
  name: string,
): Promise<void> {
  const statement = db.schema.dropIndex(name)
  await (dialect === 'mysql' ? statement.on(table) : statement).execute()
}

/** Locks the rows that a decision rests on. SQLite has one writer, who has locked everything already. */
export function lock<Q extends SelectQueryBuilder<Schema, never, unknown>>(
  dialect: DialectName,
  query: Q,
): Q {
  return dialect === 'sqlite' ? query : (query.forUpdate() as Q)
}

/** Locks the rows that nobody else holds, and passes over the others: for what several processes take from. */
export function lockFree<Q extends SelectQueryBuilder<Schema, never, unknown>>(
  dialect: DialectName,
  query: Q,
): Q {
  return dialect === 'sqlite' ? query : (query.forUpdate().skipLocked() as Q)
}

/** What the driver of a database calls an error; empty where it is none of a database. */
export function codeOf(error: unknown): string {
  return String((error as { code?: unknown } | null)?.code ?? '')
}

/** For a free connection, before the database counts as away. */
export const LONGEST_WAIT_MS = 10_000

/** The database is not there just now: it stops, starts, cannot be reached, or has cut the connection. */
export function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const away = /^(57P0[123]|08...|53300|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT)$/
  const code = codeOf(error)
  return away.test(code) || mysqlAway.includes(code) || awayInWords.test(error.message)
}

const mysqlAway = [
  'PROTOCOL_CONNECTION_LOST',
  'ER_SERVER_SHUTDOWN',
  'ER_NORMAL_SHUTDOWN',
  'ER_CON_COUNT_ERROR',
  'ER_CONNECTION_KILLED',
]
const awayInWords =
  /^(Connection terminated|timeout exceeded when)|not queryable|when connection is in closed state/

const passing = ['40P01', '40001', '23505', 'ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT', 'ER_DUP_ENTRY']
const passingBeginnings = [
  'SQLITE_BUSY',
  'SQLITE_LOCKED',
  'SQLITE_CONSTRAINT_UNIQUE',
  'SQLITE_CONSTRAINT_PRIMARYKEY',
]

/**
 * The same again may succeed: the database gave up for a moment (deadlock, serialization, busy), or another process was
 * first with a row that must be unique, which the verb will find when it looks again.
 */
export function mayPass(error: unknown): boolean {
  if (isAway(error)) return true
  const code = codeOf(error)
  return passing.includes(code) || passingBeginnings.some((beginning) => code.startsWith(beginning))
}

/** After such an error the transaction is gone as a whole, with all its savepoints: MySQL ends it so in a deadlock. */
export function endsTransaction(error: unknown): boolean {
  return codeOf(error) === 'ER_LOCK_DEADLOCK'
}
