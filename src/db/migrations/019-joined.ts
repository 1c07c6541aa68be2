import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

/** A row to lock, for whoever looks who has come to know whom. */
export const addJoined = {
  async up(db: Kysely<Schema>) {
    await db.insertInto('counters').values({ name: 'joined', value: 0 }).execute()
  },

  async down(db: Kysely<Schema>) {
    await db.deleteFrom('counters').where('name', '=', 'joined').execute()
  },
}
