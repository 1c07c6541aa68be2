import type { Tx } from '../db/commit.ts'
import { lock } from '../db/dialect.ts'
import { dismiss } from './remove-member.ts'

/**
 * Leaves every chat, direct ones too, when an account is deleted. The other person of a direct chat keeps it, and
 * with it the name that stands on it.
 */
export async function leaveAllChats(tx: Tx, userId: string): Promise<void> {
  const mine = tx.db.selectFrom('members').selectAll().where('user_id', '=', userId)
  const chats = await lock(
    tx.dialect,
    tx.db
      .selectFrom('chats')
      .selectAll()
      .where('id', 'in', mine.clearSelect().select('chat_id'))
      .orderBy('id'),
  ).execute()
  const byId = new Map(chats.map((chat) => [chat.id, chat]))
  // Read when the chats are ours: somebody else may have removed him in the meantime.
  for (const member of await mine.orderBy('chat_id').execute()) {
    const chat = byId.get(member.chat_id)
    if (chat) await dismiss(tx, chat, member, userId)
  }
  await tx.db.deleteFrom('invites').where('created_by', '=', userId).execute()
}
