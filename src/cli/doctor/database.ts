import { sql } from 'kysely'
import type { Config } from '../../config.ts'
import { migrations } from '../../db/migrate.ts'
import type { Db } from '../../db/open.ts'
import { exists, nameOf, withNewDb } from '../open.ts'
import { reasonOf } from '../reason.ts'
import { bad, type Finding, good, odd } from './finding.ts'
import { checkLog } from './log.ts'
import { checkOutbox } from './reach.ts'

const PATIENCE_MS = 5000

/** The database, if there is one: its answers, its migrations, its file, and what must hold in it. */
export async function checkDatabase({ databaseUrl }: Config, now: number): Promise<Finding[]> {
  try {
    const name = nameOf(databaseUrl)
    if (!exists(databaseUrl)) return [odd(`${name} is not there yet; the first start makes it`)]
    return await withNewDb((db) => examine(db, name, now), databaseUrl)
  } catch (error) {
    return [bad(`the database cannot be used: ${reasonOf(error)}`)]
  }
}

async function examine(db: Db, name: string, now: number): Promise<Finding[]> {
  const late = Bun.sleep(PATIENCE_MS).then(() => {
    throw new Error(`no answer within ${PATIENCE_MS / 1000} seconds`)
  })
  await Promise.race([sql`select 1`.execute(db.reader), late])
  late.catch(() => {})
  const found = [good(`${name} answers`), ...(db.dialect === 'sqlite' ? await checkFile(db) : [])]
  const [migrated, complete] = await checkMigrations(db)
  found.push(migrated)
  return complete ? [...found, ...(await checkLog(db, now)), ...(await checkOutbox(db, now))] : found
}

async function checkMigrations(db: Db): Promise<[Finding, complete: boolean]> {
  const known = await migrations(db)
  const missing = known.filter(({ executedAt }) => !executedAt).map(({ name }) => name)
  if (missing.length === known.length)
    return [odd('the database is empty; the first start sets it up'), false]
  if (missing.length > 0)
    return [
      odd(
        `migrations are missing: ${missing.join(', ')}; the next start, or "parley db upgrade", applies them`,
      ),
      false,
    ]
  const { rows } = await sql<{ name: string }>`select name from migrations`.execute(db.reader)
  const newer = rows.filter(({ name }) => !known.some((one) => one.name === name))
  if (newer.length === 0) return [good(`all ${known.length} migrations are applied`), true]
  const names = newer.map(({ name }) => name).join(', ')
  return [
    bad(`the database is of a newer Parley (${names}); update this one, or take them back with that one`),
    false,
  ]
}

async function checkFile(db: Db): Promise<Finding[]> {
  const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(db.reader)
  const faults = rows.map((row) => row.integrity_check)
  const mode = await sql<{ journal_mode: string }>`pragma journal_mode`.execute(db.reader)
  const journal = mode.rows[0]?.journal_mode
  return [
    faults.join() === 'ok'
      ? good('the file is whole (integrity_check)')
      : bad(`the file is damaged: ${faults[0]}; stop Parley and restore a backup`),
    journal === 'wal'
      ? good('journal_mode is wal')
      : bad(`journal_mode is ${journal}, not wal: is the file on a network disk? Put it on a local one`),
  ]
}
