import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

/** What clients of other servers need: names of files that lie elsewhere, and places in the log under a time. */
export const createDialects = {
  async up(db: Kysely<Schema>) {
    await db.schema
      .createTable('postcards')
      .addColumn('holder', 'varchar(60)', (c) => c.primaryKey())
      .addColumn('photo', 'varchar(400)', (c) => c.notNull())
      .addColumn('video', 'varchar(400)', (c) => c.notNull())
      .addColumn('sound', 'varchar(400)', (c) => c.notNull())
      .execute()

    await db.schema
      .createTable('inbox_marks')
      .addColumn('user_id', 'varchar(36)', (c) => c.notNull())
      .addColumn('mark', 'bigint', (c) => c.notNull())
      .addColumn('epoch', 'varchar(16)', (c) => c.notNull())
      .addColumn('seq', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('inbox_marks_pk', ['user_id', 'mark'])
      .execute()
  },
  async down(db: Kysely<Schema>) {
    await db.schema.dropTable('inbox_marks').execute()
    await db.schema.dropTable('postcards').execute()
  },
}
