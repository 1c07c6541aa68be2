import { Kysely, sql } from 'kysely'
import { type Migration, type MigrationInfo, type MigrationResultSet, Migrator } from 'kysely/migration'
import type { DialectName } from './dialect.ts'
import { createLog } from './migrations/001-log.ts'
import { createUsers } from './migrations/002-users.ts'
import { createChats } from './migrations/003-chats.ts'
import { createMessages } from './migrations/004-messages.ts'
import { addWhereabouts } from './migrations/005-whereabouts.ts'
import { createScheduled } from './migrations/006-scheduled.ts'
import { createMedia } from './migrations/007-media.ts'
import { createOutbox } from './migrations/008-outbox.ts'
import { createMail } from './migrations/009-mail.ts'
import { createContacts } from './migrations/010-contacts.ts'
import { addChatHosts } from './migrations/011-chat-hosts.ts'
import { slimIndexes } from './migrations/012-slim-indexes.ts'
import { createProjects } from './migrations/013-projects.ts'
import { createEvents } from './migrations/014-events.ts'
import { createGames } from './migrations/015-games.ts'
import { createDialects } from './migrations/016-dialects.ts'
import { createSite } from './migrations/017-site.ts'
import { addMutedUntil } from './migrations/018-mute.ts'
import { addJoined } from './migrations/019-joined.ts'
import { mysqlGoingOn, requireVersion } from './mysql.ts'
import type { Db } from './open.ts'
import type { Schema } from './schema.ts'

/** Every migration in order. A name is never changed once it has been released. */
function migrationsFor(dialect: DialectName): Record<string, Migration> {
  return {
    '001-log': createLog,
    '002-users': createUsers(dialect),
    '003-chats': createChats,
    '004-messages': createMessages(dialect),
    '005-whereabouts': addWhereabouts,
    '006-scheduled': createScheduled,
    '007-media': createMedia,
    '008-outbox': createOutbox,
    '009-mail': createMail,
    '010-contacts': createContacts(dialect),
    '011-chat-hosts': addChatHosts,
    '012-slim-indexes': slimIndexes(dialect),
    '013-projects': createProjects(dialect),
    '014-events': createEvents,
    '015-games': createGames,
    '016-dialects': createDialects,
    '017-site': createSite,
    '018-mute': addMutedUntil,
    '019-joined': addJoined,
  }
}

/** Where the migrator keeps what it has done. */
export const migrationTables = ['migrations', 'migrations_lock']

function migrator(db: Kysely<Schema>, dialect: DialectName): Migrator {
  const provider = { getMigrations: async () => migrationsFor(dialect) }
  return new Migrator({
    db,
    provider,
    migrationTableName: 'migrations',
    migrationLockTableName: 'migrations_lock',
  })
}

/** The migrations and when each was applied. */
export function migrations(db: Db): Promise<readonly MigrationInfo[]> {
  return migrator(db.writer, db.dialect).getMigrations()
}

/**
 * Applies what is missing; two processes that start together take turns. Answers the names that were applied. A
 * migration that fails leaves nothing; where the database commits each of its statements, it is gone on with instead.
 */
export function upgrade(db: Db): Promise<string[]> {
  return migrate(db, (migrator) => migrator.migrateToLatest())
}

/** Takes back the newest migration. Answers its name, if there was one. */
export async function downgrade(db: Db): Promise<string | undefined> {
  const [name] = await migrate(db, (migrator) => migrator.migrateDown())
  return name
}

async function migrate(db: Db, go: (migrator: Migrator) => Promise<MigrationResultSet>): Promise<string[]> {
  if (db.dialect === 'mysql') await requireUsable(db)
  const own = db.dialect === 'mysql' ? new Kysely<Schema>({ dialect: mysqlGoingOn(db.url) }) : undefined
  try {
    const { error, results } = await go(migrator(own ?? db.writer, db.dialect))
    if (error) throw error
    return (results ?? []).map((result) => result.migrationName)
  } finally {
    await own?.destroy()
  }
}

/** Where tables that are there already are passed over, those of somebody else must not be taken for ours. */
async function requireUsable({ writer }: Db): Promise<void> {
  const { rows } = await sql<{ version: string; name: string | null }>`
    select version() as version, table_name as name from (select 1 as one) as always
    left join information_schema.tables on table_schema = database()`.execute(writer)
  requireVersion(rows[0]!.version)
  const names = rows.flatMap(({ name }) => name ?? [])
  if (names.length > 0 && !migrationTables.some((table) => names.includes(table)))
    throw new Error(
      `The database holds tables of something else (${names[0]}): expected an empty one, or one of Parley's own`,
    )
}

/** Makes every table in a database that has none, and notes nothing. */
export async function applyAll(db: Kysely<Schema>, dialect: DialectName): Promise<void> {
  for (const migration of Object.values(migrationsFor(dialect))) await migration.up(db)
}

/** Notes that a migration is applied, where what it does was there before it. */
export async function noteApplied(db: Db, name: string): Promise<void> {
  const at = new Date().toISOString()
  await sql`insert into migrations (name, timestamp) values (${name}, ${at})`.execute(db.writer)
}
