import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

export const createChats = {
  async up(db: Kysely<Schema>) {
    await db.schema
      .createTable('chats')
      .addColumn('id', 'varchar(36)', (c) => c.primaryKey())
      .addColumn('kind', 'varchar(12)', (c) => c.notNull())
      .addColumn('title', 'varchar(400)', (c) => c.notNull())
      .addColumn('picture_id', 'varchar(36)')
      .addColumn('pair', 'varchar(73)', (c) => c.unique())
      .addColumn('shares_history', 'smallint', (c) => c.notNull())
      .addColumn('last_position', 'bigint', (c) => c.notNull())
      .addColumn('member_count', 'integer', (c) => c.notNull())
      .addColumn('active_at', 'bigint', (c) => c.notNull())
      .addColumn('version', 'integer', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .execute()

    await db.schema
      .createTable('members')
      .addColumn('chat_id', 'varchar(36)', (c) => c.notNull().references('chats.id'))
      .addColumn('user_id', 'varchar(36)', (c) => c.notNull().references('users.id'))
      .addColumn('role', 'varchar(12)', (c) => c.notNull())
      .addColumn('first_position', 'bigint', (c) => c.notNull())
      .addColumn('read_position', 'bigint', (c) => c.notNull())
      .addColumn('delivered_position', 'bigint', (c) => c.notNull())
      .addColumn('joined_at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('members_pk', ['chat_id', 'user_id'])
      .execute()
    await db.schema.createIndex('members_user').on('members').column('user_id').execute()

    await db.schema
      .createTable('invites')
      .addColumn('code', 'varchar(36)', (c) => c.primaryKey())
      .addColumn('chat_id', 'varchar(36)', (c) => c.notNull().references('chats.id'))
      .addColumn('created_by', 'varchar(36)', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('expires_at', 'bigint')
      .addColumn('uses_left', 'integer')
      .execute()
    await db.schema.createIndex('invites_chat').on('invites').column('chat_id').execute()
  },

  async down(db: Kysely<Schema>) {
    for (const table of ['invites', 'members', 'chats']) await db.schema.dropTable(table).execute()
  },
}
