import type { Kysely } from 'kysely'
import type { DialectName } from '../dialect.ts'
import type { Schema } from '../schema.ts'
import { createSearch, dropSearch } from '../search.ts'

export const createMessages = (dialect: DialectName) => ({
  async up(db: Kysely<Schema>) {
    await db.schema
      .createTable('messages')
      .addColumn('number', dialect === 'sqlite' ? 'integer' : 'bigint', (c) => c.primaryKey())
      .addColumn('id', 'varchar(36)', (c) => c.notNull().unique())
      .addColumn('chat_id', 'varchar(36)', (c) => c.notNull().references('chats.id'))
      .addColumn('position', 'bigint', (c) => c.notNull())
      .addColumn('sender_id', 'varchar(36)', (c) => c.notNull())
      .addColumn('client_id', 'varchar(100)')
      .addColumn('client_digest', 'varchar(64)')
      .addColumn('text', 'text', (c) => c.notNull())
      .addColumn('words', 'text', (c) => c.notNull())
      .addColumn('reply_to_id', 'varchar(36)')
      .addColumn('version', 'integer', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('edited_at', 'bigint')
      .addColumn('deleted_at', 'bigint')
      .addColumn('pinned_at', 'bigint')
      .addColumn('pinned_by', 'varchar(36)')
      .execute()
    const index = (name: string) => db.schema.createIndex(name).on('messages')
    await index('messages_place').columns(['chat_id', 'position']).unique().execute()
    await index('messages_client')
      .columns(['sender_id', 'client_id'])
      .unique()
      .where('client_id', 'is not', null)
      .execute()
    await index('messages_pinned')
      .columns(['chat_id', 'pinned_at'])
      .where('pinned_at', 'is not', null)
      .execute()
    await createSearch(db, dialect)

    await db.schema
      .createTable('message_edits')
      .addColumn('message_id', 'varchar(36)', (c) => c.notNull())
      .addColumn('version', 'integer', (c) => c.notNull())
      .addColumn('text', 'text', (c) => c.notNull())
      .addColumn('written_at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('message_edits_pk', ['message_id', 'version'])
      .execute()

    await db.schema
      .createTable('mentions')
      .addColumn('user_id', 'varchar(36)', (c) => c.notNull())
      .addColumn('chat_id', 'varchar(36)', (c) => c.notNull())
      .addColumn('position', 'bigint', (c) => c.notNull())
      .addColumn('message_id', 'varchar(36)', (c) => c.notNull())
      .addPrimaryKeyConstraint('mentions_pk', ['user_id', 'chat_id', 'position'])
      .execute()
    await db.schema.createIndex('mentions_message').on('mentions').column('message_id').execute()

    await db.schema
      .createTable('reactions')
      .addColumn('message_id', 'varchar(36)', (c) => c.notNull())
      .addColumn('user_id', 'varchar(36)', (c) => c.notNull())
      .addColumn('emoji', 'varchar(64)', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('reactions_pk', ['message_id', 'user_id', 'emoji'])
      .execute()

    await db.schema
      .createTable('hidden_messages')
      .addColumn('user_id', 'varchar(36)', (c) => c.notNull())
      .addColumn('chat_id', 'varchar(36)', (c) => c.notNull())
      .addColumn('position', 'bigint', (c) => c.notNull())
      .addColumn('message_id', 'varchar(36)', (c) => c.notNull())
      .addPrimaryKeyConstraint('hidden_messages_pk', ['user_id', 'chat_id', 'position'])
      .execute()
  },

  async down(db: Kysely<Schema>) {
    await dropSearch(db, dialect)
    for (const table of ['hidden_messages', 'reactions', 'mentions', 'message_edits', 'messages'])
      await db.schema.dropTable(table).execute()
  },
})
