import { type Kysely, sql } from 'kysely'
import { type DialectName, dropIndex } from '../dialect.ts'
import type { Schema } from '../schema.ts'

const indexes = ['next', 'sender', 'user', 'chat', 'phone'].map((one) => `occurrences_${one}`)
const stillToCome = sql<boolean>`state in ('planned', 'waiting', 'asking', 'delivering')`

const mine = (db: Kysely<Schema>) =>
  db.schema.createIndex('scheduled_messages_sender').on('scheduled_messages')

/** What has arrived leaves the indexes of what is still to come, so that they stay small and a delivery writes little. */
export const slimIndexes = (dialect: DialectName) => ({
  async up(db: Kysely<Schema>) {
    for (const one of indexes) await dropIndex(db, dialect, 'occurrences', one)
    const index = (name: string) => db.schema.createIndex(`occurrences_${name}`).on('occurrences')
    await index('next').columns(['next_at', 'id']).where('next_at', 'is not', null).execute()
    await index('sender').column('sender_id').where(stillToCome).execute()
    await index('user').column('to_user_id').where(stillToCome).execute()
    await index('chat').column('to_chat_id').where('to_chat_id', 'is not', null).execute()
    await index('phone').columns(['to_phone', 'due_at']).where('to_phone', 'is not', null).execute()
    await dropIndex(db, dialect, 'scheduled_messages', 'scheduled_messages_sender')
    await mine(db).columns(['sender_id', 'id']).execute()
  },

  async down(db: Kysely<Schema>) {
    for (const one of indexes) await dropIndex(db, dialect, 'occurrences', one)
    const index = (name: string) => db.schema.createIndex(`occurrences_${name}`).on('occurrences')
    await index('next').columns(['next_at', 'id']).execute()
    await index('sender').columns(['sender_id', 'next_at']).execute()
    await index('user').columns(['to_user_id', 'next_at']).execute()
    await index('chat').columns(['to_chat_id', 'next_at']).execute()
    await index('phone').columns(['to_phone', 'state', 'due_at']).execute()
    await dropIndex(db, dialect, 'scheduled_messages', 'scheduled_messages_sender')
    await mine(db).columns(['sender_id', 'active_at', 'id']).execute()
  },
})
