import { type Kysely, sql } from 'kysely'
import type { Schema } from '../db/schema.ts'
import type { User } from '../users/user.ts'

/** The people with whom I have exchanged messages in direct chats, the latest first; not myself. */
export function listPeers(db: Kysely<Schema>, userId: string, limit: number): Promise<User[]> {
  const peer = sql<string>`case when substr(chats.pair, 1, 36) = ${userId} then substr(chats.pair, 38) else substr(chats.pair, 1, 36) end`
  return db
    .selectFrom('members')
    .innerJoin('chats', 'chats.id', 'members.chat_id')
    .innerJoin('users', (join) => join.on('users.id', '=', peer))
    .selectAll('users')
    .where('members.user_id', '=', userId)
    .where('users.id', '!=', userId)
    .where('chats.pair', 'is not', null)
    .where('chats.last_position', '>', 0)
    .orderBy('chats.active_at', 'desc')
    .orderBy('chats.id', 'desc')
    .limit(limit)
    .execute()
}
