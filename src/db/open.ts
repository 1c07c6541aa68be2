import { type CompiledQuery, type Dialect, Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { type DialectName, dialectOf, LONGEST_WAIT_MS } from './dialect.ts'
import { mysql } from './mysql.ts'
import { openReaderThread } from './reader.ts'
import type { Schema } from './schema.ts'
import { bunSqlite, openSqliteFile, sqlitePath } from './sqlite.ts'

export interface Db {
  readonly dialect: DialectName
  readonly url: string
  /** For the committer and the migrator only: everything that changes data goes through `commit`. */
  readonly writer: Kysely<Schema>
  readonly reader: Kysely<Schema>
  /** Runs a query that may take more than a few milliseconds where it holds nobody up. */
  slowly<Row>(query: CompiledQuery<Row>): Promise<Row[]>
  close(): Promise<void>
}

const openers = { sqlite: openSqlite, postgres: openPostgres, mysql: openMysql }

/** Opens the database that a URL names: `sqlite:/path`, a plain path, `postgres://…`, `mysql://…` or `mariadb://…`. */
export function openDb(url: string): Db {
  return openers[dialectOf(url)](url)
}

function openSqlite(url: string): Db {
  const path = sqlitePath(url)
  const files = { writer: openSqliteFile(path, 'writer'), reader: openSqliteFile(path, 'reader') }
  const writer = new Kysely<Schema>({ dialect: bunSqlite(files.writer, 'writer') })
  const reader = new Kysely<Schema>({ dialect: bunSqlite(files.reader, 'reader') })
  const thread = openReaderThread(path)
  return {
    dialect: 'sqlite',
    url,
    writer,
    reader,
    slowly: (query) => thread.run(query),
    async close() {
      thread.close()
      await reader.destroy()
      await writer.destroy()
      // Kysely leaves alone what it was never asked to use. The last to close a file moves the WAL into it.
      files.reader.close()
      files.writer.close()
    },
  }
}

/** Big integers are times and numbers well below 2^53, so they are read as numbers. */
const types: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === pg.types.builtins.INT8 || oid === pg.types.builtins.NUMERIC) return Number
    return pg.types.getTypeParser(oid, format as 'text')
  },
}

function openPostgres(url: string): Db {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    types,
    application_name: 'parley',
    connectionTimeoutMillis: LONGEST_WAIT_MS,
  })
  // A connection that breaks is replaced by the pool, and its query fails; without listeners it would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return onServer('postgres', url, new PostgresDialect({ pool }))
}

function openMysql(url: string): Db {
  return onServer('mysql', url, mysql(url))
}

function onServer(name: DialectName, url: string, dialect: Dialect): Db {
  const both = new Kysely<Schema>({ dialect })
  return {
    dialect: name,
    url,
    writer: both,
    reader: both,
    slowly: async (query) => (await both.executeQuery(query)).rows,
    close: () => both.destroy(),
  }
}
