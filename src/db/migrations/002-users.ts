import type { Kysely } from 'kysely'
import { blobType, type DialectName } from '../dialect.ts'
import type { Schema } from '../schema.ts'

export const createUsers = (dialect: DialectName) => ({
  async up(db: Kysely<Schema>) {
    await db.schema
      .createTable('users')
      .addColumn('id', 'varchar(36)', (c) => c.primaryKey())
      .addColumn('number', 'bigint', (c) => c.notNull().unique())
      .addColumn('username', 'varchar(64)', (c) => c.notNull())
      .addColumn('username_key', 'varchar(64)', (c) => c.notNull().unique())
      .addColumn('email', 'varchar(254)', (c) => c.unique())
      .addColumn('phone', 'varchar(20)', (c) => c.unique())
      .addColumn('password_hash', 'varchar(255)')
      .addColumn('name', 'varchar(200)', (c) => c.notNull())
      .addColumn('name_key', 'varchar(400)', (c) => c.notNull())
      .addColumn('about', 'text', (c) => c.notNull())
      .addColumn('picture_id', 'varchar(36)')
      .addColumn('state', 'varchar(12)', (c) => c.notNull())
      .addColumn('is_admin', 'smallint', (c) => c.notNull())
      .addColumn('shows_receipts', 'smallint', (c) => c.notNull())
      .addColumn('shows_presence', 'smallint', (c) => c.notNull())
      .addColumn('last_seen_at', 'bigint')
      .addColumn('version', 'integer', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .execute()

    await db.schema
      .createTable('sessions')
      .addColumn('id', 'varchar(36)', (c) => c.primaryKey())
      .addColumn('user_id', 'varchar(36)', (c) => c.notNull().references('users.id'))
      .addColumn('generation', 'integer', (c) => c.notNull())
      .addColumn('cookie_digest', 'varchar(64)', (c) => c.notNull().unique())
      .addColumn('user_agent', 'varchar(300)', (c) => c.notNull())
      .addColumn('address', 'varchar(64)', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('used_at', 'bigint', (c) => c.notNull())
      .addColumn('expires_at', 'bigint', (c) => c.notNull())
      .addColumn('revoked_at', 'bigint')
      .execute()
    await db.schema.createIndex('sessions_user').on('sessions').column('user_id').execute()
    await db.schema.createIndex('sessions_expiry').on('sessions').column('expires_at').execute()

    await db.schema
      .createTable('blocks')
      .addColumn('user_id', 'varchar(36)', (c) => c.notNull())
      .addColumn('blocked_id', 'varchar(36)', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('blocks_pk', ['user_id', 'blocked_id'])
      .execute()
    await db.schema.createIndex('blocks_blocked').on('blocks').column('blocked_id').execute()

    await db.schema
      .createTable('login_failures')
      .addColumn('key', 'varchar(80)', (c) => c.primaryKey())
      .addColumn('failures', 'integer', (c) => c.notNull())
      .addColumn('failed_at', 'bigint', (c) => c.notNull())
      .addColumn('locked_until', 'bigint', (c) => c.notNull())
      .execute()

    await db.schema
      .createTable('stream_tickets')
      .addColumn('digest', 'varchar(64)', (c) => c.primaryKey())
      .addColumn('session_id', 'varchar(36)', (c) => c.notNull())
      .addColumn('expires_at', 'bigint', (c) => c.notNull())
      .execute()

    await db.schema
      .createTable('pictures')
      .addColumn('id', 'varchar(36)', (c) => c.primaryKey())
      .addColumn('owner_id', 'varchar(36)', (c) => c.notNull())
      .addColumn('content_type', 'varchar(60)', (c) => c.notNull())
      .addColumn('bytes', blobType(dialect), (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .execute()
    await db.schema.createIndex('pictures_owner').on('pictures').column('owner_id').execute()
  },

  async down(db: Kysely<Schema>) {
    for (const table of ['pictures', 'stream_tickets', 'login_failures', 'blocks', 'sessions', 'users'])
      await db.schema.dropTable(table).execute()
  },
})
