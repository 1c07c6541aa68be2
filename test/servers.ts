import { sql } from 'kysely'
import { createConnection } from 'mysql2/promise'
import pg from 'pg'
import { migrationTables, upgrade } from '../src/db/migrate.ts'
import { openDb } from '../src/db/open.ts'

/** A database server on which tests make databases of their own. */
export interface Server {
  name: 'postgres' | 'mysql'
  url(database: string): string
  /** The first column of what a statement answers. @throws where the server is not there */
  ask(statement: string, database?: string): Promise<string[]>
  /** Runs statements in one transaction, in which foreign keys are not looked at. */
  run(statements: string[], database: string): Promise<void>
  /** The databases whose names begin so. */
  list(beginning: string): Promise<string[]>
  /** A database with every table. */
  create(name: string): Promise<void>
  drop(name: string): Promise<void>
  disconnect(name: string): Promise<void>
}

function at(server: string, database: string | undefined): string {
  const url = new URL(server)
  if (database !== undefined) url.pathname = `/${database}`
  return url.href
}

async function migrated(url: string): Promise<void> {
  const db = openDb(url)
  await upgrade(db)
  await db.close()
}

function postgresServer(server: string): Server {
  const template = `parley_test_template_${process.pid}`
  let templateMade: Promise<unknown> | undefined

  async function withClient<Answer>(
    database: string | undefined,
    work: (client: pg.Client) => Promise<Answer>,
  ) {
    const client = new pg.Client({ connectionString: at(server, database), connectionTimeoutMillis: 2000 })
    await client.connect()
    try {
      return await work(client)
    } finally {
      await client.end()
    }
  }
  function ask(statement: string, database?: string): Promise<string[]> {
    return withClient(database, async (client) => {
      const { rows } = await client.query<string[]>({ text: statement, rowMode: 'array' })
      return rows.map(([first]) => first!)
    })
  }
  return {
    name: 'postgres',
    url: (database) => at(server, database),
    ask,
    run: (statements, database) =>
      withClient(database, async (client) => {
        const all = ['begin', 'set local session_replication_role = replica', ...statements, 'commit']
        await client.query(all.join(';'))
      }),
    list: (beginning) => ask(`select datname from pg_database where starts_with(datname, '${beginning}')`),
    /** Migrating takes a while, so it is done once, and each gets a copy. */
    async create(name) {
      templateMade ??= ask(`create database ${template}`).then(() => migrated(at(server, template)))
      await templateMade
      await ask(`create database ${name} template ${template}`)
      // Only our own processes are killed here, never that of the database: it need not wait for its disk.
      await ask(`alter database ${name} set synchronous_commit = off`)
    },
    drop: (name) => ask(`drop database if exists ${name} with (force)`).then(() => {}),
    disconnect: (name) =>
      ask(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`).then(() => {}),
  }
}

function mysqlServer(server: string): Server {
  async function ask(statement: string, database?: string): Promise<string[]> {
    const options = { connectTimeout: 2000, rowsAsArray: true, multipleStatements: true }
    const connection = await createConnection({ uri: at(server, database), ...options })
    try {
      const [rows] = await connection.query(statement)
      return Array.isArray(rows) ? rows.map((row) => String((row as unknown[])[0])) : []
    } finally {
      await connection.end()
    }
  }
  return {
    name: 'mysql',
    url: (database) => at(server, database),
    ask,
    async run(statements, database) {
      await ask(['set foreign_key_checks = 0', 'begin', ...statements, 'commit'].join(';'), database)
    },
    list: (beginning) => ask(`show databases like '${beginning.replaceAll('_', '\\_')}%'`),
    async create(name) {
      await ask(`create database ${name}`)
      await migrated(at(server, name))
    },
    drop: (name) => ask(`drop database if exists ${name}`).then(() => {}),
    async disconnect(name) {
      const ids = await ask(`select id from information_schema.processlist where db = '${name}'`)
      for (const id of ids) await ask(`kill ${id}`).catch(() => {})
    },
  }
}

/** The servers that answer, at their usual places or where the environment says. */
export async function reachableServers(): Promise<Server[]> {
  const { TEST_POSTGRES_URL, TEST_MYSQL_URL } = process.env
  const servers = [
    postgresServer(TEST_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres'),
    mysqlServer(TEST_MYSQL_URL ?? 'mysql://root@127.0.0.1:3306/mysql'),
  ]
  const answers = await Promise.allSettled(servers.map((server) => server.ask('select 1')))
  return servers.filter((_, i) => answers[i]!.status === 'fulfilled')
}

/** What a database has that nobody has used yet. */
interface Whole {
  migrations: string
  /** Statements that make it so again. */
  clearing: string[]
}

async function lookAt(url: string): Promise<Whole> {
  const db = openDb(url)
  const tables = (await db.reader.introspection.getTables()).map(({ name }) => name)
  const counters = await db.reader.selectFrom('counters').select('name').execute()
  const { rows } = await sql<{ many: number }>`select count(*) as many from migrations`.execute(db.reader)
  await db.close()
  return {
    migrations: String(rows[0]!.many),
    clearing: [
      ...tables.filter((table) => !migrationTables.includes(table)).map((table) => `delete from ${table}`),
      `insert into log_head (id, seq, floor, epoch) values (1, 0, 0, 'EPOCH')`,
      `insert into counters (name, value) values ${counters.map(({ name }) => `('${name}', 0)`)}`,
    ],
  }
}

/** Hands out fresh databases of one server. */
export function pool(server: Server) {
  /** Databases whose tests are over, emptied for the next: much quicker than to make one. */
  const emptied: string[] = []
  let made = 0
  let swept: Promise<void> | undefined
  let whole: Promise<Whole> | undefined

  /** Drops what earlier runs could not, because they were killed: each database carries the number of its process. */
  async function sweep(): Promise<void> {
    for (const name of await server.list('parley_test_'))
      if (!isAlive(Number(/_(\d+)(?:_\d+)?$/.exec(name)?.[1]))) await server.drop(name).catch(() => {})
  }

  async function take(): Promise<string> {
    const again = emptied.pop()
    if (again) return again
    swept ??= sweep()
    await swept
    const name = `parley_test_${process.pid}_${++made}`
    await server.create(name)
    whole ??= lookAt(server.url(name))
    await whole
    return name
  }

  /** As it was when it was new; dropped where a test has changed its tables (`spoil.ts`). */
  async function giveBack(name: string): Promise<void> {
    await server.disconnect(name)
    try {
      const { migrations, clearing } = await whole!
      const [there] = await server.ask('select count(*) from migrations', name)
      if (String(there) !== migrations) throw new Error('not whole')
      const epoch = crypto.randomUUID().slice(0, 8)
      await server.run(
        clearing.map((statement) => statement.replace('EPOCH', epoch)),
        name,
      )
      emptied.push(name)
    } catch {
      await server.drop(name)
    }
  }

  return { take, giveBack }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
