import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

/** What a website keeps here beside its events: settings, lists of things to show, and files by name. */
export const createSite = {
  async up(db: Kysely<Schema>) {
    await db.schema
      .createTable('site_items')
      .addColumn('id', 'varchar(36)', (c) => c.primaryKey())
      .addColumn('kind', 'varchar(20)', (c) => c.notNull())
      .addColumn('name', 'varchar(256)')
      .addColumn('fields', 'text', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('updated_at', 'bigint', (c) => c.notNull())
      .addUniqueConstraint('site_items_once', ['kind', 'name'])
      .execute()
    await db.schema.createIndex('site_items_kind').on('site_items').columns(['kind', 'id']).execute()

    await db.schema
      .createTable('site_files')
      .addColumn('name', 'varchar(400)', (c) => c.primaryKey())
      .addColumn('picture_id', 'varchar(40)', (c) => c.notNull())
      .addColumn('owner_id', 'varchar(36)', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .execute()
    await db.schema.createIndex('site_files_owner').on('site_files').column('owner_id').execute()
  },

  async down(db: Kysely<Schema>) {
    await db.schema.dropTable('site_files').execute()
    await db.schema.dropTable('site_items').execute()
  },
}
