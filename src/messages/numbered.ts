import type { Kysely } from 'kysely'
import { chatOf } from '../chats/chat.ts'
import type { Schema } from '../db/schema.ts'

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
