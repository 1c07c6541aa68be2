import { sql } from 'kysely'
import type { Tx } from '../db/commit.ts'
import type { Actor } from '../http/house.ts'
import { notFound } from '../problem.ts'
import { findActive } from '../users/user.ts'
import { admit, requireRoom } from './admit.ts'
import { lockChat } from './chat.ts'
import { findInvite } from './invite.ts'
import { type ChatView, viewChat } from './view.ts'

/** Joins a group by invite; a member just sees it, and uses nothing up. @throws Problem not_found, conflict when it is full */
export async function acceptInvite(tx: Tx, actor: Actor, code: string, most: number): Promise<ChatView> {
  const chat_id = await chatBehind(tx, code)
  await lockChat(tx, chat_id)
  if (await isMember(tx, chat_id, actor.id)) return viewChat(tx.db, actor.id, chat_id)
  await useUp(tx, code)
  const chat = await tx.db.selectFrom('chats').selectAll().where('id', '=', chat_id).executeTakeFirstOrThrow()
  requireRoom(chat.member_count + 1, most)
  await admit(tx, chat, [await findActive(tx.db, actor.id)], actor.id)
  return viewChat(tx.db, actor.id, chat_id)
}

/** Of a used-up invite too: perhaps by him who asks again, because he never got the answer. @throws Problem not_found */
async function chatBehind({ db }: Tx, code: string): Promise<string> {
  const invite = await db.selectFrom('invites').select('chat_id').where('code', '=', code).executeTakeFirst()
  if (!invite) throw notFound('invite')
  return invite.chat_id
}

async function isMember({ db }: Tx, chatId: string, userId: string): Promise<boolean> {
  const member = await db
    .selectFrom('members')
    .select('user_id')
    .where('chat_id', '=', chatId)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return member !== undefined
}

/** Looks again, now that the chat is ours: the last use may have gone to somebody else. @throws Problem not_found */
async function useUp({ db, at }: Tx, code: string): Promise<void> {
  const invite = await findInvite(db, at, code)
  if (invite.uses_left === null) return
  const used = await db
    .updateTable('invites')
    .set({ uses_left: sql`uses_left - 1` })
    .where('code', '=', code)
    .where('uses_left', '>', 0)
    .executeTakeFirst()
  if (used.numUpdatedRows === 0n) throw notFound('invite')
}
