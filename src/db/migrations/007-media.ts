import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

export const createMedia = {
  async up(db: Kysely<Schema>) {
    await db.schema
      .createTable('media')
      .addColumn('id', 'varchar(36)', (c) => c.primaryKey())
      .addColumn('owner_id', 'varchar(36)', (c) => c.notNull())
      .addColumn('state', 'varchar(12)', (c) => c.notNull())
      .addColumn('kind', 'varchar(8)', (c) => c.notNull())
      .addColumn('content_type', 'varchar(60)', (c) => c.notNull())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('bytes', 'bigint', (c) => c.notNull())
      .addColumn('received', 'bigint', (c) => c.notNull())
      .addColumn('width', 'integer')
      .addColumn('height', 'integer')
      .addColumn('duration_ms', 'bigint')
      .addColumn('thumbnail_bytes', 'integer')
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('expires_at', 'bigint')
      .execute()
    const index = (name: string) => db.schema.createIndex(name).on('media')
    await index('media_owner').columns(['owner_id', 'id']).execute()
    await index('media_expiry').column('expires_at').where('expires_at', 'is not', null).execute()

    await db.schema
      .createTable('media_pins')
      .addColumn('holder', 'varchar(80)', (c) => c.notNull())
      .addColumn('media_id', 'varchar(36)', (c) => c.notNull())
      .addColumn('place', 'integer', (c) => c.notNull())
      .addPrimaryKeyConstraint('media_pins_pk', ['holder', 'media_id'])
      .execute()
    await db.schema.createIndex('media_pins_media').on('media_pins').column('media_id').execute()
  },

  async down(db: Kysely<Schema>) {
    for (const table of ['media_pins', 'media']) await db.schema.dropTable(table).execute()
  },
}
