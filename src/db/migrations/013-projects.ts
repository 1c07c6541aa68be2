import type { Kysely } from 'kysely'
import { type DialectName, dropIndex } from '../dialect.ts'
import type { Schema } from '../schema.ts'

/** Projects, whose members are those of their chats, and what is said privately within them. */
export const createProjects = (dialect: DialectName) => ({
  async up(db: Kysely<Schema>) {
    await db.schema
      .createTable('projects')
      .addColumn('id', 'varchar(36)', (c) => c.primaryKey())
      .addColumn('title', 'varchar(255)', (c) => c.notNull())
      .addColumn('title_key', 'varchar(400)', (c) => c.notNull())
      .addColumn('description', 'text', (c) => c.notNull())
      .addColumn('owner_id', 'varchar(36)', (c) => c.notNull().references('users.id'))
      .addColumn('chat_id', 'varchar(36)', (c) => c.notNull().unique())
      .addColumn('archived_at', 'bigint')
      .addColumn('version', 'integer', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addUniqueConstraint('projects_once', ['owner_id', 'title'])
      .execute()

    await db.schema.alterTable('messages').addColumn('project_id', 'varchar(36)').execute()
    await db.schema
      .createIndex('messages_project')
      .on('messages')
      .columns(['project_id', 'chat_id', 'position'])
      .where('project_id', 'is not', null)
      .execute()
  },

  async down(db: Kysely<Schema>) {
    await dropIndex(db, dialect, 'messages', 'messages_project')
    await db.schema.alterTable('messages').dropColumn('project_id').execute()
    await db.schema.dropTable('projects').execute()
  },
})
