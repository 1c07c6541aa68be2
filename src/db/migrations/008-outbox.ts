import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

/** What is on its way to people who are away, to which devices, and how far the log has been looked through for it. */
export const createOutbox = {
  async up(db: Kysely<Schema>) {
    await db.schema.alterTable('entries').addColumn('alert', 'text').execute()

    await db.schema
      .createTable('outbox')
      .addColumn('id', 'varchar(36)', (c) => c.primaryKey())
      .addColumn('channel', 'varchar(8)', (c) => c.notNull())
      .addColumn('user_id', 'varchar(36)')
      .addColumn('recipient', 'varchar(320)', (c) => c.notNull())
      .addColumn('body', 'text', (c) => c.notNull())
      .addColumn('collapse_key', 'varchar(64)')
      .addColumn('unless', 'text')
      .addColumn('state', 'varchar(10)', (c) => c.notNull())
      .addColumn('reason', 'varchar(300)')
      .addColumn('tries', 'integer', (c) => c.notNull())
      .addColumn('due_at', 'bigint', (c) => c.notNull())
      .addColumn('leased_until', 'bigint')
      .addColumn('expires_at', 'bigint', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('settled_at', 'bigint')
      .execute()
    const index = (name: string) => db.schema.createIndex(name).on('outbox')
    await index('outbox_due').columns(['state', 'channel', 'due_at']).execute()
    await index('outbox_collapse').columns(['recipient', 'collapse_key']).execute()
    await index('outbox_settled').columns(['state', 'settled_at']).execute()
    await index('outbox_user').column('user_id').execute()

    await db.schema
      .createTable('devices')
      .addColumn('id', 'varchar(36)', (c) => c.primaryKey())
      .addColumn('user_id', 'varchar(36)', (c) => c.notNull())
      .addColumn('session_id', 'varchar(36)', (c) => c.notNull().unique())
      .addColumn('kind', 'varchar(8)', (c) => c.notNull())
      .addColumn('address', 'text', (c) => c.notNull())
      .addColumn('address_digest', 'varchar(64)', (c) => c.notNull().unique())
      .addColumn('keys', 'text')
      .addColumn('app', 'varchar(200)')
      .addColumn('language', 'varchar(8)')
      .addColumn('shows_text', 'integer', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('updated_at', 'bigint', (c) => c.notNull())
      .execute()
    await db.schema.createIndex('devices_user').on('devices').column('user_id').execute()

    await db.schema
      .createTable('notices')
      .addColumn('device_id', 'varchar(36)', (c) => c.notNull())
      .addColumn('collapse_key', 'varchar(64)', (c) => c.notNull())
      .addColumn('user_id', 'varchar(36)', (c) => c.notNull())
      .addColumn('chat_id', 'varchar(36)')
      .addColumn('position', 'bigint')
      .addColumn('sent_at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('notices_pk', ['device_id', 'collapse_key'])
      .execute()
    await db.schema.createIndex('notices_user').on('notices').columns(['user_id', 'chat_id']).execute()
    await db.schema.createIndex('notices_chat').on('notices').columns(['chat_id', 'position']).execute()

    // What was said before there was anybody to push is not pushed now.
    const { seq } = await db
      .selectFrom('log_head')
      .select('seq')
      .where('id', '=', 1)
      .executeTakeFirstOrThrow()
    await db.insertInto('counters').values({ name: 'pushed', value: seq }).execute()
  },

  async down(db: Kysely<Schema>) {
    await db.deleteFrom('counters').where('name', '=', 'pushed').execute()
    for (const table of ['notices', 'devices', 'outbox']) await db.schema.dropTable(table).execute()
    await db.schema.alterTable('entries').dropColumn('alert').execute()
  },
}
