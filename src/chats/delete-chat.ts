import type { Tx } from '../db/commit.ts'
import type { Actor } from '../http/house.ts'
import { append, unfollow } from '../log/append.ts'
import { blankStream } from '../log/blank.ts'
import { chatStream } from '../log/entry.ts'
import { unpinChat } from '../media/attach.ts'
import { dropPicture } from '../media/pictures.ts'
import { type Chat, lockedGroupOf } from './chat.ts'

/** Deletes a group and everything that was ever said in it, in the log too. @throws Problem not_found, forbidden, conflict */
export async function deleteChat(tx: Tx, actor: Actor, chatId: string): Promise<void> {
  const { chat } = await lockedGroupOf(tx, actor.id, chatId, 'owner')
  await eraseChat(tx, chat, actor.id)
}

/** Erases a chat whose row is locked. Who was in it until now hears of it, and nothing more. */
export async function eraseChat(tx: Tx, { id, picture_id }: Chat, actorId: string | null): Promise<void> {
  const { db } = tx
  const said = db.selectFrom('messages').select('id').where('chat_id', '=', id)
  await unpinChat(tx, id)
  await db.deleteFrom('message_edits').where('message_id', 'in', said).execute()
  await db.deleteFrom('mentions').where('message_id', 'in', said).execute()
  await db.deleteFrom('reactions').where('message_id', 'in', said).execute()
  await db.deleteFrom('idempotency_keys').where('about', 'in', said).execute()
  await db.deleteFrom('hidden_messages').where('chat_id', '=', id).execute()
  await db.deleteFrom('messages').where('chat_id', '=', id).execute()
  await db.deleteFrom('invites').where('chat_id', '=', id).execute()
  await db.deleteFrom('members').where('chat_id', '=', id).execute()
  await db.deleteFrom('chats').where('id', '=', id).execute()
  await dropPicture(tx, picture_id)
  await blankStream(tx, chatStream(id))
  append(tx, { stream: chatStream(id), kind: 'chat.deleted', actorId, body: { chat_id: id } })
  unfollow(tx, 'everybody', chatStream(id))
}
