import {
  type CreateIndexNode,
  type CreateTableNode,
  type DataTypeNode,
  MysqlDialect,
  type MysqlPool,
  type MysqlPoolConnection,
  MysqlQueryCompiler,
} from 'kysely'
import { createPool, type Pool } from 'mysql2'
import { codeOf, LONGEST_WAIT_MS } from './dialect.ts'

/**
 * What every session is set to, so that a statement means what it means on the other databases: between two of them
 * others may commit, `||` joins text, what stands in double quotes is a name, and what does not fit is refused.
 */
const settings = [
  'set session transaction isolation level read committed',
  "set session sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT,STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION', " +
    'session innodb_lock_wait_timeout = 10',
]

/**
 * Text is compared letter by letter, and a space at its end is a letter, too. The first comment is read by MariaDB
 * only, the second by MySQL only.
 */
const tableOptions =
  ' engine innodb default character set utf8mb4 /*M! collate utf8mb4_nopad_bin */ /*!80017 collate utf8mb4_0900_bin */'

class Compiler extends MysqlQueryCompiler {
  /** What is called `text` here ends at 64 kB. */
  protected override visitDataType({ dataType }: DataTypeNode) {
    this.append(dataType === 'text' ? 'longtext' : dataType)
  }

  protected override visitCreateTable(node: CreateTableNode) {
    super.visitCreateTable(node)
    this.append(tableOptions)
  }

  /** There are no indexes of some rows only: one of all serves the same, and null is never the same as null. */
  protected override visitCreateIndex({ where, ...node }: CreateIndexNode) {
    super.visitCreateIndex(node)
  }
}

class Mysql extends MysqlDialect {
  override createQueryCompiler() {
    return new Compiler()
  }
}

/** What an address may ask for besides, as mysql2 has it. Whatever it does not know it would pass over. */
const parameters = ['ssl', 'socketPath']

function open(url: string): Pool {
  const unknown = [...new URL(url).searchParams.keys()].find((name) => !parameters.includes(name))
  if (unknown)
    throw new Error(`DATABASE_URL: expected no parameter but ${parameters.join(', ')}, not ${unknown}`)
  const pool = createPool({
    uri: url.replace(/^mariadb:/, 'mysql:'),
    connectionLimit: 10,
    connectTimeout: LONGEST_WAIT_MS,
    // Sums are numbers, and what is not a value is never taken for a piece of SQL.
    decimalNumbers: true,
    stringifyObjects: true,
  })
  // What is set first is done first: a connection is asked for one thing after the other. Not set so it is of no use.
  pool.on('connection', (connection) => {
    for (const setting of settings) connection.query(setting, (error) => error && connection.destroy())
  })
  return pool
}

/** @param version what the server calls its own version @throws Error when it is older than what is needed here */
export function requireVersion(version: string): void {
  const isMariadb = version.includes('MariaDB')
  const [name, needed] = isMariadb ? ['MariaDB', '10.6.0'] : ['MySQL', '8.0.17']
  // Some servers put a number before their own, which old clients ask for: "5.5.5-10.11.6-MariaDB".
  const [own = ''] = version.replace(/^5\.5\.5-(?=\d+\.)/, '').match(/^\d+\.\d+\.\d+/) ?? []
  if (own.localeCompare(needed!, 'en', { numeric: true }) < 0)
    throw new Error(`The database is ${name} ${version}: expected ${needed} or later`)
}

/** Kysely on mysql2, for MariaDB from 10.6 and MySQL from 8.0.17 on. */
export function mysql(url: string): MysqlDialect {
  return new Mysql({ pool: judging(open(url), () => false) })
}

/**
 * For migrations. Each statement that changes a table commits by itself here, so one that was cut off in the middle is
 * gone on with: what is there already, or gone already, is passed over.
 */
export function mysqlGoingOn(url: string): MysqlDialect {
  return new Mysql({ pool: judging(open(url), isDone) })
}

type Judge = (sql: string, error: unknown) => boolean

/** Errors go through the hands of a judge, and lose their copy of the statement, which has what people wrote in it. */
function judging(pool: Pool, passesOver: Judge): MysqlPool {
  return {
    getConnection(then) {
      let isLate = false
      const patience = setTimeout(() => {
        isLate = true
        then(new Error('timeout exceeded when waiting for a connection'), undefined as never)
      }, LONGEST_WAIT_MS)
      pool.getConnection((error, connection) => {
        clearTimeout(patience)
        if (isLate) return connection?.release()
        then(error, connection && judged(connection as unknown as MysqlPoolConnection, passesOver))
      })
    },
    end: (then) => pool.end(then),
  }
}

function judged(connection: MysqlPoolConnection, passesOver: Judge): MysqlPoolConnection {
  type Then = (error: unknown, result: unknown) => void
  return {
    config: connection.config,
    threadId: connection.threadId,
    query: ((sql: string, parameters: unknown[], then: Then) =>
      connection.query(sql, parameters, (error, result) => {
        if (error) delete (error as { sql?: string }).sql
        if (error && passesOver(sql, error)) then(null, [])
        else then(error, result)
      })) as MysqlPoolConnection['query'],
    connect: (then) => connection.connect(then),
    release: () => connection.release(),
    destroy: () => connection.destroy(),
  }
}

const doneBefore = [
  'ER_TABLE_EXISTS_ERROR',
  'ER_DUP_KEYNAME',
  'ER_DUP_FIELDNAME',
  'ER_BAD_TABLE_ERROR',
  'ER_CANT_DROP_FIELD_OR_KEY',
]

function isDone(sql: string, error: unknown): boolean {
  const code = codeOf(error)
  return doneBefore.includes(code) || (code === 'ER_DUP_ENTRY' && sql.startsWith('insert'))
}
