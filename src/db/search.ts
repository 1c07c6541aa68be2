import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { DialectName } from './dialect.ts'
import type { Schema } from './schema.ts'

/** Not part of the schema: each database builds it in its own way. */
export const searchTable = 'messages_words'

/**
 * Builds what full-text search needs over `messages.words`: an FTS5 table on SQLite, a GIN index on PostgreSQL, a table
 * of words on MySQL. The words are made by us, so none splits or folds anything by rules of its own.
 */
export async function createSearch(db: Kysely<Schema>, dialect: DialectName): Promise<void> {
  if (dialect === 'postgres') {
    await sql`create index messages_words on messages using gin ((${wordVector}))`.execute(db)
    return
  }
  if (dialect === 'mysql') {
    await db.schema
      .createTable(searchTable)
      .addColumn('word', 'varchar(64)')
      .addColumn('number', 'bigint')
      .addPrimaryKeyConstraint('messages_words_pk', ['word', 'number'])
      .addForeignKeyConstraint('messages_words_of', ['number'], 'messages', ['number'], (c) =>
        c.onDelete('cascade'),
      )
      .execute()
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

/** Drops what `createSearch` has built. */
export async function dropSearch(db: Kysely<Schema>, dialect: DialectName): Promise<void> {
  if (dialect === 'postgres') {
    await sql`drop index messages_words`.execute(db)
    return
  }
  for (const trigger of dialect === 'sqlite' ? ['new', 'gone', 'taken', 'put'] : [])
    await sql`drop trigger ${sql.ref(`messages_words_${trigger}`)}`.execute(db)
  await sql`drop table messages_words`.execute(db)
}

/** Rows of words in one statement: some 100 kB. */
const MOST_PER_STATEMENT = 2000

/** To be called after the words of messages have been written. SQLite and PostgreSQL see to it by themselves. */
export async function indexWords(
  db: Kysely<Schema>,
  dialect: DialectName,
  messages: readonly { number: number; words: string }[],
): Promise<void> {
  if (dialect !== 'mysql' || messages.length === 0) return
  const numbers = messages.map(({ number }) => number)
  await sql`delete from messages_words where number in (${sql.join(numbers)})`.execute(db)
  const rows = messages.flatMap(({ number, words }) =>
    words === '' ? [] : words.split(' ').map((word) => sql`(${word}, ${number})`),
  )
  for (let from = 0; from < rows.length; from += MOST_PER_STATEMENT) {
    const some = sql.join(rows.slice(from, from + MOST_PER_STATEMENT))
    await sql`insert into messages_words (word, number) values ${some}`.execute(db)
  }
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
  if (dialect === 'mysql') {
    const each = words.map(
      (word) => sql`messages.number in (select number from messages_words where word like ${`${word}%`})`,
    )
    return sql<boolean>`(${sql.join(each, sql` and `)})`
  }
  const query = words.map((word) => `"${word}"*`).join(' ')
  return sql<boolean>`messages.number in (select rowid from messages_words where messages_words match ${query})`
}
