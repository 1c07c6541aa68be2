import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

/** Chats that belong to something else, which decides who is in them. */
export const addChatHosts = {
  async up(db: Kysely<Schema>) {
    await db.schema.alterTable('chats').addColumn('host', 'varchar(60)').execute()
  },

  async down(db: Kysely<Schema>) {
    await db.schema.alterTable('chats').dropColumn('host').execute()
  },
}
