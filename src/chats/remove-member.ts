import type { Tx } from '../db/commit.ts'
import type { Actor } from '../http/house.ts'
import { append, unfollow } from '../log/append.ts'
import { chatStream } from '../log/entry.ts'
import { Problem } from '../problem.ts'
import { type Chat, lockedGroupOf, type Member, outranks } from './chat.ts'
import { eraseChat } from './delete-chat.ts'
import { memberOf } from './members.ts'
import { assignRole } from './set-role.ts'

/**
 * Takes somebody out of a group, or leaves it: the owner removes anybody, an admin plain members.
 * @throws Problem not_found, forbidden, conflict for a direct chat
 */
export async function removeMember(tx: Tx, actor: Actor, chatId: string, userId: string): Promise<void> {
  const { chat, member: mine } = await lockedGroupOf(tx, actor.id, chatId)
  const member = await memberOf(tx.db, chatId, userId)
  if (userId !== actor.id && !outranks(mine.role, member.role))
    throw new Problem('forbidden', 'Only somebody of a higher role may remove this member')
  await dismiss(tx, chat, member, actor.id)
}

/**
 * Ends a membership in a chat whose row is locked. The owner's place goes to whoever has served longest; with the last
 * member the chat goes too, both unless it belongs to something else. He who leaves hears of it, and nothing more.
 */
export async function dismiss(tx: Tx, chat: Chat, member: Member, actorId: string): Promise<void> {
  const member_count = chat.member_count - 1
  if (member_count === 0 && !chat.host) return eraseChat(tx, chat, actorId)
  const { chat_id, user_id } = member
  await tx.db.deleteFrom('members').where('chat_id', '=', chat_id).where('user_id', '=', user_id).execute()
  await tx.db.updateTable('chats').set({ member_count }).where('id', '=', chat_id).execute()
  const heir = member.role === 'owner' && !chat.host ? await findHeir(tx, chat_id) : undefined
  if (heir) await assignRole(tx, heir, 'owner', actorId)
  const body = { chat_id, user_id, member_count }
  append(tx, { stream: chatStream(chat_id), kind: 'chat.member_removed', actorId, body })
  unfollow(tx, [user_id], chatStream(chat_id))
}

async function findHeir({ db }: Tx, chatId: string): Promise<Member | undefined> {
  return db
    .selectFrom('members')
    .selectAll()
    .where('chat_id', '=', chatId)
    .orderBy((is) => is.case().when('role', '=', 'admin').then(0).else(1).end())
    .orderBy('joined_at')
    .orderBy('user_id')
    .executeTakeFirst()
}
