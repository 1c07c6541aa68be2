import type { Kysely } from 'kysely'
import { chatOf } from '../chats/chat.ts'
import type { Schema } from '../db/schema.ts'
import { notFound } from '../problem.ts'

/**
 * The position in a chat of mine of a message that a client knows by its number; undefined where none there has it.
 * @throws Problem not_found for a chat that is not mine
 */
export async function positionOfNumber(
  db: Kysely<Schema>,
  userId: string,
  chatId: string,
  number: number,
): Promise<number | undefined> {
  const { member } = await chatOf(db, userId, chatId)
  const row = await db
    .selectFrom('messages')
    .select('position')
    .where('number', '=', number)
    .where('chat_id', '=', chatId)
    .where('position', '>=', member.first_position)
    .executeTakeFirst()
  return row?.position
}

/** The chat of mine in which a message stands. @throws Problem not_found */
export async function chatOfMessage(db: Kysely<Schema>, userId: string, messageId: string): Promise<string> {
  const row = await db
    .selectFrom('messages')
    .innerJoin('members', 'members.chat_id', 'messages.chat_id')
    .select('messages.chat_id')
    .where('messages.id', '=', messageId)
    .where('members.user_id', '=', userId)
    .executeTakeFirst()
  if (!row) throw notFound('message')
  return row.chat_id
}
