import type { Tx } from '../db/commit.ts'
import type { Actor } from '../http/house.ts'
import { append, clearing } from '../log/append.ts'
import { userStream } from '../log/entry.ts'
import { messageEvenHidden } from './message.ts'

/** Deletes a message for me only. Nobody else hears of it. @throws Problem not_found */
export async function hide(tx: Tx, actor: Actor, place: { chat: string; message: string }): Promise<void> {
  const { row, hidden } = await messageEvenHidden(tx.db, actor.id, place.chat, place.message)
  if (hidden) return
  const { id: message_id, chat_id, position } = row
  await tx.db
    .insertInto('hidden_messages')
    .values({ user_id: actor.id, chat_id, position, message_id })
    .execute()
  append(tx, {
    stream: userStream(actor.id),
    kind: 'message.hidden',
    actorId: actor.id,
    body: { chat_id, message_id, position },
    alert: clearing(chat_id, position, true),
  })
}
