import { Database as Sqlite } from 'bun:sqlite'
import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import { LRUCache } from 'lru-cache'

/** What `sqlite:` URLs and plain paths name. */
export function sqlitePath(url: string): string {
  return url.replace(/^sqlite:(\/\/)?/, '').replace(/^file:(\/\/)?/, '')
}

/** `synchronous=FULL`: a commit returns when it is on disk. A reader never waits for the writer (WAL). */
export function openSqliteFile(path: string, mode: 'writer' | 'reader'): Sqlite {
  if (mode === 'writer' && !existsSync(dirname(path)))
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const file = new Sqlite(path, { create: mode === 'writer', readwrite: true, strict: true })
  file.run('pragma busy_timeout = 5000')
  file.run('pragma journal_mode = wal')
  file.run('pragma synchronous = full')
  file.run('pragma foreign_keys = on')
  file.run('pragma wal_autocheckpoint = 4000')

  file.run('pragma cache_size = -32000')
  file.run('pragma temp_store = memory')
  if (mode === 'reader') file.run('pragma query_only = on')
  return file
}

type Statement = ReturnType<Sqlite['prepare']>

/** One SQLite connection that remembers the statements it has prepared. */
export class SqliteConnection implements DatabaseConnection {
  readonly #file: Sqlite
  readonly #statements = new LRUCache<string, Statement>({
    max: 500,
    dispose: (statement) => statement.finalize(),
  })

  constructor(file: Sqlite) {
    this.#file = file
  }

  executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    try {
      return Promise.resolve(this.#run<Row>(sql, parameters as never[]))
    } catch (error) {
      return Promise.reject(error)
    }
  }

  #run<Row>(sql: string, parameters: never[]): QueryResult<Row> {
    const statement = this.#prepared(sql)
    if (statement.columnNames.length > 0) return { rows: statement.all(...parameters) as Row[] }
    const { changes, lastInsertRowid } = statement.run(...parameters)
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) }
  }

  #prepared(sql: string): Statement {
    const known = this.#statements.get(sql)
    if (known) return known
    const made = this.#file.prepare(sql)
    this.#statements.set(sql, made)
    return made
  }

  // biome-ignore lint/correctness/useYield: streaming is not offered by this driver
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error('bun:sqlite answers whole results only')
  }

  close() {
    this.#statements.clear()
    this.#file.close()
  }
}

/** Hands the one connection to one holder at a time, in the order of asking. */
class SqliteDriver implements Driver {
  readonly #connection: SqliteConnection
  #turn: Promise<void> = Promise.resolve()
  #free: () => void = () => {}
  readonly #exclusive: boolean

  constructor(file: Sqlite, exclusive: boolean) {
    this.#connection = new SqliteConnection(file)
    this.#exclusive = exclusive
  }

  async init() {}

  async acquireConnection(): Promise<DatabaseConnection> {
    if (!this.#exclusive) return this.#connection
    const before = this.#turn
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#turn = promise
    await before
    this.#free = resolve
    return this.#connection
  }

  async releaseConnection() {
    if (this.#exclusive) this.#free()
  }

  async beginTransaction(connection: DatabaseConnection) {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
  }
  async commitTransaction(connection: DatabaseConnection) {
    await connection.executeQuery(CompiledQuery.raw('commit'))
  }
  async rollbackTransaction(connection: DatabaseConnection) {
    await connection.executeQuery(CompiledQuery.raw('rollback'))
  }
  async destroy() {
    this.#connection.close()
  }
}

/** Kysely on bun:sqlite. The writer is held by one transaction at a time; a reader is shared. */
export function bunSqlite(file: Sqlite, mode: 'writer' | 'reader'): Dialect {
  return {
    createDriver: () => new SqliteDriver(file, mode === 'writer'),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createAdapter: () => new SqliteAdapter(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  }
}
