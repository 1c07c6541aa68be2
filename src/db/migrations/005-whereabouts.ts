import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

/** Where somebody lives and what he speaks; and since when his addresses are known to be his. */
const columns = [
  ['zone', 'varchar(64)'],
  ['language', 'varchar(8)'],
  ['email_verified_at', 'bigint'],
  ['phone_verified_at', 'bigint'],
] as const

export const addWhereabouts = {
  async up(db: Kysely<Schema>) {
    for (const [name, type] of columns) await db.schema.alterTable('users').addColumn(name, type).execute()
  },

  async down(db: Kysely<Schema>) {
    for (const [name] of columns) await db.schema.alterTable('users').dropColumn(name).execute()
  },
}
