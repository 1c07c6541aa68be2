import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import pg from 'pg'
import { migrations, upgrade } from '../src/db/migrate.ts'
import { openDb } from '../src/db/open.ts'
import { newSecret } from '../src/id.ts'
import { noteRan } from './note-ran.ts'

/** A place for one test's data: a fresh database of one kind, and a folder. */
export interface Place {
  databaseUrl: string
  dataDir: string
  remove(): Promise<void>
}

export interface Database {
  name: 'sqlite' | 'postgres'
  fresh(): Promise<Place>
}

const postgresUrl = process.env.TEST_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres'

function freshFolder(): string {
  return mkdtempSync(join(tmpdir(), 'parley-test-'))
}

const sqlite: Database = {
  name: 'sqlite',
  async fresh() {
    noteRan('sqlite')
    const dataDir = freshFolder()
    return {
      databaseUrl: `sqlite:${join(dataDir, 'parley.sqlite')}`,
      dataDir,
      async remove() {
        rmSync(dataDir, { recursive: true, force: true })
      },
    }
  },
}

async function onServer(statement: string): Promise<{ datname: string }[]> {
  const client = new pg.Client({ connectionString: postgresUrl, connectionTimeoutMillis: 2000 })
  await client.connect()
  try {
    return (await client.query<{ datname: string }>(statement)).rows
  } finally {
    await client.end()
  }
}

/** Drops what earlier runs could not, because they were killed: each database carries the number of its process. */
async function sweep(): Promise<void> {
  const left = await onServer(`select datname from pg_database where datname like 'parley\\_test\\_%'`)
  for (const { datname } of left) {
    const pid = Number(/_(\d+)(?:_\d+)?$/.exec(datname)?.[1])
    if (!isAlive(pid)) await onServer(`drop database if exists ${datname} with (force)`).catch(() => {})
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function urlOf(name: string): string {
  const url = new URL(postgresUrl)
  url.pathname = `/${name}`
  return url.href
}

const template = `parley_test_template_${process.pid}`
let templateMade: Promise<void> | undefined
let made = 0

/** Migrating takes a while, so it is done once; each test gets a copy. */
async function makeTemplate(): Promise<void> {
  await sweep()
  await onServer(`create database ${template}`)
  const db = openDb(urlOf(template))
  await upgrade(db)
  await db.close()
}

/** Databases whose tests are over, emptied for the next: much quicker than to make one. */
const emptied: string[] = []

async function freshDatabase(): Promise<string> {
  const again = emptied.pop()
  if (again) return again
  templateMade ??= makeTemplate()
  await templateMade
  const name = `parley_test_${process.pid}_${++made}`
  await onServer(`create database ${name} template ${template}`)
  // Only our own processes are killed here, never that of the database: it need not wait for its disk.
  await onServer(`alter database ${name} set synchronous_commit = off`)
  return name
}

const kept = ['migrations', 'migrations_lock']

/** As it was when it was new; dropped where a test took tables away, or somebody is still connected. */
async function empty(name: string): Promise<void> {
  const db = openDb(urlOf(name))
  try {
    const before = await migrations(db)
    if (before.some(({ executedAt }) => !executedAt)) throw new Error('not whole')
    const tables = await db.reader.introspection.getTables()
    const filled = tables.map((table) => table.name).filter((table) => !kept.includes(table))
    await db.writer.transaction().execute(async (tx) => {
      await sql`set local session_replication_role = replica`.execute(tx)
      for (const table of filled) await sql`delete from ${sql.table(table)}`.execute(tx)
      await tx
        .insertInto('log_head')
        .values({ id: 1, seq: 0, floor: 0, epoch: newSecret(6) })
        .execute()
      const counters = ['users', 'messages', 'indexed', 'pushed'].map((name) => ({ name, value: 0 }))
      await tx.insertInto('counters').values(counters).execute()
    })
    emptied.push(name)
  } catch {
    await onServer(`drop database if exists ${name} with (force)`)
  } finally {
    await db.close()
  }
}

const postgres: Database = {
  name: 'postgres',
  async fresh() {
    noteRan('postgres')
    const name = await freshDatabase()
    const dataDir = freshFolder()
    return {
      databaseUrl: urlOf(name),
      dataDir,
      async remove() {
        await onServer(
          `select pg_terminate_backend(pid)::text as datname from pg_stat_activity where datname = '${name}'`,
        )
        await empty(name)
        rmSync(dataDir, { recursive: true, force: true })
      },
    }
  },
}

const reachable = await onServer('select 1').then(
  () => true,
  () => false,
)

/** Every database that this machine offers; the tests of every verb run on each. */
export const databases: Database[] = reachable ? [sqlite, postgres] : [sqlite]
