import type { Kysely } from 'kysely'
import { blobType, type DialectName } from '../dialect.ts'
import type { Schema } from '../schema.ts'

/** Whose number is whose, and who knows whom by it. */
export const createContacts = (dialect: DialectName) => ({
  async up(db: Kysely<Schema>) {
    await db.schema
      .alterTable('users')
      .addColumn('found_by_phone', 'varchar(10)', (c) => c.notNull().defaultTo('everybody'))
      .execute()

    await db.schema
      .createTable('phone_codes')
      .addColumn('user_id', 'varchar(36)', (c) => c.primaryKey())
      .addColumn('phone', 'varchar(20)', (c) => c.notNull())
      .addColumn('nonce', 'varchar(32)', (c) => c.notNull())
      .addColumn('tries', 'integer', (c) => c.notNull())
      .addColumn('expires_at', 'bigint', (c) => c.notNull())
      .execute()

    await db.schema
      .createTable('verified_numbers')
      .addColumn('number_key', 'varchar(64)', (c) => c.primaryKey())
      .addColumn('user_id', 'varchar(36)', (c) => c.notNull().unique())
      .execute()

    await db.schema
      .createTable('contacts')
      .addColumn('id', 'varchar(36)', (c) => c.primaryKey())
      .addColumn('user_id', 'varchar(36)', (c) => c.notNull())
      .addColumn('number_key', 'varchar(64)', (c) => c.notNull())
      .addColumn('phone', 'varchar(20)')
      .addColumn('name', 'varchar(200)')
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addUniqueConstraint('contacts_once', ['user_id', 'number_key'])
      .execute()
    await db.schema.createIndex('contacts_number').on('contacts').column('number_key').execute()

    await db.schema
      .createTable('contact_asks')
      .addColumn('user_id', 'varchar(36)', (c) => c.primaryKey())
      .addColumn('day', 'integer', (c) => c.notNull())
      .addColumn('asked', 'integer', (c) => c.notNull())
      .addColumn('bits', blobType(dialect), (c) => c.notNull())
      .execute()

    await db.schema
      .createTable('joined_pairs')
      .addColumn('user_id', 'varchar(36)', (c) => c.notNull())
      .addColumn('other_id', 'varchar(36)', (c) => c.notNull())
      .addPrimaryKeyConstraint('joined_pairs_pk', ['user_id', 'other_id'])
      .execute()
    await db.schema.createIndex('joined_pairs_other').on('joined_pairs').column('other_id').execute()
  },

  async down(db: Kysely<Schema>) {
    for (const table of ['joined_pairs', 'contact_asks', 'contacts', 'verified_numbers', 'phone_codes'])
      await db.schema.dropTable(table).execute()
    await db.schema.alterTable('users').dropColumn('found_by_phone').execute()
  },
})
