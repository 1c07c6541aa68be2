import type { Tx } from '../db/commit.ts'
import { lock } from '../db/dialect.ts'
import type { Db } from '../db/open.ts'

/**
 * Needs somebody to be told of a message no more? He has read it, has hidden it, or is not in the chat; or it is
 * deleted. Within a transaction he cannot read it before the transaction ends.
 */
export async function isRead(
  by: Pick<Db, 'reader'> | Pick<Tx, 'db' | 'dialect'>,
  userId: string,
  { chat_id, position }: { chat_id: string; position: number },
): Promise<boolean> {
  const db = 'db' in by ? by.db : by.reader
  const reading = db
    .selectFrom('members')
    .select('read_position')
    .where('chat_id', '=', chat_id)
    .where('user_id', '=', userId)
  const member = await ('db' in by ? lock(by.dialect, reading) : reading).executeTakeFirst()
  if (!member || member.read_position >= position) return true
  const message = await db
    .selectFrom('messages')
    .select('deleted_at')
    .where('chat_id', '=', chat_id)
    .where('position', '=', position)
    .executeTakeFirst()
  if (!message || message.deleted_at !== null) return true
  const hidden = await db
    .selectFrom('hidden_messages')
    .select('message_id')
    .where('user_id', '=', userId)
    .where('chat_id', '=', chat_id)
    .where('position', '=', position)
    .executeTakeFirst()
  return hidden !== undefined
}
