import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

export const createScheduled = {
  async up(db: Kysely<Schema>) {
    await db.schema.alterTable('messages').addColumn('written_at', 'bigint').execute()
    await db.schema.alterTable('users').addColumn('status', 'varchar(64)').execute()

    await db.schema
      .createTable('scheduled_messages')
      .addColumn('id', 'varchar(36)', (c) => c.primaryKey())
      .addColumn('sender_id', 'varchar(36)', (c) => c.notNull())
      .addColumn('text', 'text', (c) => c.notNull())
      .addColumn('asked', 'text', (c) => c.notNull())
      .addColumn('plan', 'text', (c) => c.notNull())
      .addColumn('hides_time', 'smallint', (c) => c.notNull())
      .addColumn('late', 'varchar(8)', (c) => c.notNull())
      .addColumn('late_after_ms', 'bigint', (c) => c.notNull())
      .addColumn('secrecy', 'varchar(12)', (c) => c.notNull())
      .addColumn('returns_id', 'varchar(36)')
      .addColumn('state', 'varchar(12)', (c) => c.notNull())
      .addColumn('version', 'integer', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('active_at', 'bigint', (c) => c.notNull())
      .execute()
    await db.schema
      .createIndex('scheduled_messages_sender')
      .on('scheduled_messages')
      .columns(['sender_id', 'active_at', 'id'])
      .execute()

    await db.schema
      .createTable('occurrences')
      .addColumn('id', 'varchar(36)', (c) => c.primaryKey())
      .addColumn('scheduled_id', 'varchar(36)', (c) => c.notNull())
      .addColumn('recipient', 'varchar(48)', (c) => c.notNull())
      .addColumn('n', 'integer', (c) => c.notNull())
      .addColumn('is_last', 'smallint', (c) => c.notNull())
      .addColumn('sender_id', 'varchar(36)', (c) => c.notNull())
      .addColumn('to_user_id', 'varchar(36)')
      .addColumn('to_chat_id', 'varchar(36)')
      .addColumn('to_phone', 'varchar(20)')
      .addColumn('zone', 'varchar(64)')
      .addColumn('due_at', 'bigint', (c) => c.notNull())
      .addColumn('next_at', 'bigint')
      .addColumn('state', 'varchar(12)', (c) => c.notNull())
      .addColumn('state_at', 'bigint', (c) => c.notNull())
      .addColumn('reason', 'varchar(300)')
      .addColumn('barred', 'smallint', (c) => c.notNull())
      .addColumn('attempts', 'integer', (c) => c.notNull())
      .addColumn('chat_id', 'varchar(36)')
      .addColumn('message_id', 'varchar(36)')
      .execute()
    const index = (name: string) => db.schema.createIndex(name).on('occurrences')
    await index('occurrences_place').columns(['scheduled_id', 'recipient', 'n']).unique().execute()
    await index('occurrences_next').columns(['next_at', 'id']).execute()
    await index('occurrences_sender').columns(['sender_id', 'next_at']).execute()
    await index('occurrences_user').columns(['to_user_id', 'next_at']).execute()
    await index('occurrences_chat').columns(['to_chat_id', 'next_at']).execute()
    await index('occurrences_phone').columns(['to_phone', 'state', 'due_at']).execute()
  },

  async down(db: Kysely<Schema>) {
    for (const table of ['occurrences', 'scheduled_messages']) await db.schema.dropTable(table).execute()
    await db.schema.alterTable('users').dropColumn('status').execute()
    await db.schema.alterTable('messages').dropColumn('written_at').execute()
  },
}
