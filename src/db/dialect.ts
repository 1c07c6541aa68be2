/** Every difference between the databases, and nothing else. */
import { CompiledQuery, type Kysely, type RawBuilder, type SelectQueryBuilder, sql } from 'kysely'
import type { Schema } from './schema.ts'

export type DialectName = 'sqlite' | 'postgres'

/** @throws Error when the URL names a database that Parley does not speak. */
export function dialectOf(url: string): DialectName {
  if (/^postgres(ql)?:/.test(url)) return 'postgres'
  if (/^(sqlite|file):/.test(url) || !/^[a-z][a-z0-9+]*:\/\//.test(url)) return 'sqlite'
  throw new Error(`DATABASE_URL names no database that Parley speaks: expected sqlite: or postgres:`)
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

export const blobType = (dialect: DialectName) => (dialect === 'sqlite' ? sql`blob` : sql`bytea`)

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

function codeOf(error: unknown): string {
  return String((error as { code?: unknown } | null)?.code ?? '')
}

/** The database is not there just now: it stops, starts, cannot be reached, or has cut the connection. */
export function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const away = /^(57P0[123]|08...|53300|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT)$/
  return (
    away.test(codeOf(error)) ||
    /^(Connection terminated|timeout exceeded when)|not queryable/.test(error.message)
  )
}

/**
 * The same again may succeed: the database gave up for a moment (deadlock, serialization, busy), or another process was
 * first with a row that must be unique, which the verb will find when it looks again.
 */
export function mayPass(error: unknown): boolean {
  if (isAway(error)) return true
  const code = codeOf(error)
  const passing = ['40P01', '40001', '23505']
  const beginnings = [
    'SQLITE_BUSY',
    'SQLITE_LOCKED',
    'SQLITE_CONSTRAINT_UNIQUE',
    'SQLITE_CONSTRAINT_PRIMARYKEY',
  ]
  return passing.includes(code) || beginnings.some((beginning) => code.startsWith(beginning))
}

/** The columns of every table, in order, as the database spells them. */
export async function columnsOf(db: Kysely<Schema>, dialect: DialectName) {
  const query = dialect === 'sqlite' ? sqliteColumns : postgresColumns
  const { rows } = await query.execute(db)
  return rows.map(({ required, ...row }) => ({ ...row, nullable: !required && row.key === 0 }))
}

interface ColumnRow {
  table: string
  name: string
  type: string
  required: number | boolean
  preset: string | null
  key: number
}

const sqliteColumns = sql<ColumnRow>`
  select t.name as "table", c.name, c.type, c."notnull" as required, c.dflt_value as preset, c.pk as key
  from pragma_table_list t, pragma_table_info(t.name) c
  where t.schema = 'main' and t.type = 'table' and t.name not like 'sqlite\\_%' escape '\\'
  order by t.name, c.cid`

const postgresColumns = sql<ColumnRow>`
  select t.relname as "table", c.attname as name, format_type(c.atttypid, c.atttypmod) as type,
    c.attnotnull as required, pg_get_expr(d.adbin, d.adrelid) as preset,
    coalesce(array_position(k.indkey::int2[], c.attnum) + 1, 0) as key
  from pg_class t
  join pg_attribute c on c.attrelid = t.oid and c.attnum > 0 and not c.attisdropped
  left join pg_attrdef d on d.adrelid = t.oid and d.adnum = c.attnum
  left join pg_index k on k.indrelid = t.oid and k.indisprimary
  where t.relnamespace = current_schema()::regnamespace and t.relkind in ('r', 'p')
  order by t.relname, c.attnum`

/**
 * Builds what full-text search needs over `messages.words`: an FTS5 table on SQLite, a GIN index on PostgreSQL. The
 * words are made by us, so neither splits or folds anything by rules of its own.
 */
export async function createSearch(db: Kysely<Schema>, dialect: DialectName): Promise<void> {
  if (dialect === 'postgres') {
    await sql`create index messages_words on messages using gin ((${wordVector}))`.execute(db)
    return
  }
  await sql`create virtual table messages_words using fts5(
    words, content='messages', content_rowid='number', tokenize='ascii', detail=none, columnsize=0)`.execute(
    db,
  )
  await sql`create trigger messages_words_new after insert on messages when new.words <> '' begin
    insert into messages_words(rowid, words) values (new.number, new.words); end`.execute(db)
  await sql`create trigger messages_words_gone after delete on messages when old.words <> '' begin
    insert into messages_words(messages_words, rowid, words) values ('delete', old.number, old.words); end`.execute(
    db,
  )
  await sql`create trigger messages_words_taken after update of words on messages when old.words <> '' begin
    insert into messages_words(messages_words, rowid, words) values ('delete', old.number, old.words); end`.execute(
    db,
  )
  await sql`create trigger messages_words_put after update of words on messages when new.words <> '' begin
    insert into messages_words(rowid, words) values (new.number, new.words); end`.execute(db)
}

const wordVector = sql`array_to_tsvector(string_to_array(words, ' '))`

export async function dropSearch(db: Kysely<Schema>, dialect: DialectName): Promise<void> {
  if (dialect === 'postgres') {
    await sql`drop index messages_words`.execute(db)
    return
  }
  for (const trigger of ['new', 'gone', 'taken', 'put'])
    await sql`drop trigger ${sql.ref(`messages_words_${trigger}`)}`.execute(db)
  await sql`drop table messages_words`.execute(db)
}

/**
 * The condition "the message holds all these words", each of which may be the beginning of a longer one.
 * For use in a query over `messages`. The words are letters and digits only (see `messages/words.ts`).
 */
export function holdsWords(dialect: DialectName, words: string[]): RawBuilder<boolean> {
  if (dialect === 'postgres') {
    const query = words.map((word) => `'${word}':*`).join(' & ')
    return sql<boolean>`${wordVector} @@ cast(${query} as tsquery)`
  }
  const query = words.map((word) => `"${word}"*`).join(' ')
  return sql<boolean>`messages.number in (select rowid from messages_words where messages_words match ${query})`
}
