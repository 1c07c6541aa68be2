import type { Kysely } from 'kysely'
import type { Schema } from '../db/schema.ts'
import type { Event } from './event.ts'

/** Public events that are not called off, past ones too, in the order in which they first take place. */
export function listPublic(
  db: Kysely<Schema>,
  { offset, limit }: { offset: number; limit: number },
): Promise<Event[]> {
  return db
    .selectFrom('events')
    .selectAll()
    .where('chat_id', 'is', null)
    .where('state', '=', 'planned')
    .orderBy('starts_at')
    .orderBy('id')
    .offset(offset)
    .limit(limit)
    .execute()
}
