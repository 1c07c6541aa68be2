import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

/** Members who do not want to be told of what is said in a chat. */
export const addMutedUntil = {
  async up(db: Kysely<Schema>) {
    await db.schema.alterTable('members').addColumn('muted_until', 'bigint').execute()
  },

  async down(db: Kysely<Schema>) {
    await db.schema.alterTable('members').dropColumn('muted_until').execute()
  },
}
