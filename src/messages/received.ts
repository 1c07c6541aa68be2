import type { Kysely } from 'kysely'
import { hiddenBy } from '../chats/unread.ts'
import type { Schema } from '../db/schema.ts'
import { pairOf } from '../users/block.ts'
import { messageColumns } from './message.ts'
import { type MessageView, viewAll } from './view.ts'

/**
 * What others have said to me in direct chats, and I to myself, after a time (UTC milliseconds), the oldest first; without
 * what is deleted, or hidden by me.
 */
export async function listReceived(
  db: Kysely<Schema>,
  userId: string,
  since: number,
  limit: number,
): Promise<MessageView[]> {
  const rows = await db
    .selectFrom('members')
    .innerJoin('chats', 'chats.id', 'members.chat_id')
    .innerJoin('messages', 'messages.chat_id', 'members.chat_id')
    .select(messageColumns.map((column) => `messages.${column}` as const))
    .where('members.user_id', '=', userId)
    .where('chats.pair', 'is not', null)
    .where('chats.active_at', '>', since)
    .where('messages.created_at', '>', since)
    .whereRef('messages.position', '>=', 'members.first_position')
    .where('messages.deleted_at', 'is', null)
    .where((is) =>
      is.or([is('messages.sender_id', '!=', userId), is('chats.pair', '=', pairOf(userId, userId))]),
    )
    .where((is) => is.not(is.exists(hiddenBy(db, userId))))
    .orderBy('messages.created_at')
    .orderBy('messages.number')
    .limit(limit)
    .execute()
  return viewAll(db, userId, rows)
}
