import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

/** Links that somebody was sent by mail and has not followed yet. */
export const createMail = {
  async up(db: Kysely<Schema>) {
    await db.schema
      .createTable('mail_links')
      .addColumn('digest', 'varchar(64)', (c) => c.primaryKey())
      .addColumn('user_id', 'varchar(36)', (c) => c.notNull())
      .addColumn('purpose', 'varchar(10)', (c) => c.notNull())
      .addColumn('email', 'varchar(254)', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('expires_at', 'bigint', (c) => c.notNull())
      .execute()
    await db.schema.createIndex('mail_links_user').on('mail_links').column('user_id').execute()
    await db.schema.createIndex('mail_links_expiry').on('mail_links').column('expires_at').execute()
  },

  async down(db: Kysely<Schema>) {
    await db.schema.dropTable('mail_links').execute()
  },
}
