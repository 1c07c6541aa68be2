import { existsSync } from 'node:fs'
import { openHouse } from '../app.ts'
import { type Config, readConfig } from '../config.ts'
import { dialectOf } from '../db/dialect.ts'
import { migrations } from '../db/migrate.ts'
import { type Db, openDb } from '../db/open.ts'
import { sqlitePath } from '../db/sqlite.ts'
import type { House } from '../http/house.ts'

/** Opens the house for one piece of work. Like a server that starts, it brings the database up to date first. */
export async function withHouse<T>(work: (house: House) => Promise<T>): Promise<T> {
  const { house, close } = await openHouse(readConfig())
  try {
    return await work(house)
  } finally {
    await close()
  }
}

/** Opens the database as it is, and makes none where there is none. @throws Error */
export async function withDb<T>(
  work: (db: Db) => Promise<T>,
  { databaseUrl }: Config = readConfig(),
): Promise<T> {
  if (!exists(databaseUrl))
    throw new Error(`There is no database at ${sqlitePath(databaseUrl)} yet; "parley db upgrade" makes it`)
  return withNewDb(work, databaseUrl)
}

/** Opens the database as it is; where there is none, an empty one. */
export async function withNewDb<T>(
  work: (db: Db) => Promise<T>,
  databaseUrl = readConfig().databaseUrl,
): Promise<T> {
  const db = openDb(databaseUrl)
  try {
    return await work(db)
  } finally {
    await db.close()
  }
}

/** Is there something to open? Whether a server answers is found out by asking it. */
export function exists(databaseUrl: string): boolean {
  return dialectOf(databaseUrl) !== 'sqlite' || existsSync(sqlitePath(databaseUrl))
}

/** @throws Error when the tables are not those that this version works with */
export async function requireMigrated(db: Db): Promise<void> {
  const missing = (await migrations(db)).filter((migration) => !migration.executedAt)
  if (missing.length > 0)
    throw new Error(
      `The database lacks ${missing.map(({ name }) => name).join(', ')}; run "parley db upgrade" first`,
    )
}

/** What a database is called where people read it: no password. */
export function nameOf(databaseUrl: string): string {
  if (dialectOf(databaseUrl) === 'sqlite') return `SQLite, ${sqlitePath(databaseUrl)}`
  const { hostname, port, pathname } = new URL(databaseUrl)
  const kind = dialectOf(databaseUrl) === 'postgres' ? 'PostgreSQL' : 'MySQL'
  return `${kind}, ${pathname.slice(1)} on ${hostname}${port && `:${port}`}`
}

/** A time as it is shown: UTC, to the second. */
export function showTime(at: number | Date): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`
}
