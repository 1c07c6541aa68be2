import type { Kysely } from 'kysely'
import type { Tx } from '../db/commit.ts'
import { insertAll } from '../db/insert.ts'
import type { Schema } from '../db/schema.ts'
import type { Actor } from '../http/house.ts'
import { append } from '../log/append.ts'
import { chatStream } from '../log/entry.ts'
import { mediaOf, messageHolder } from '../media/attach.ts'
import { Problem } from '../problem.ts'
import { requireVersion } from '../users/profile.ts'
import { resolveMentions } from './mentions.ts'
import {
  isBlank,
  type Message,
  type MessageRecord,
  mentionsOf,
  messageOf,
  messageToChange,
  toMessage,
} from './message.ts'
import { requireReach } from './reach.ts'

/** Of how many former texts the latest are kept. */
export const MOST_EDITS = 100

/**
 * Puts other words into a message of mine; the former ones are kept. The same words again change nothing.
 * @throws Problem not_found, forbidden, invalid when nothing is left of it, conflict when it is deleted, stale when `ifMatch` is not the present version
 */
export async function edit(
  tx: Tx,
  actor: Actor,
  place: { chat: string; message: string },
  text: string,
  ifMatch?: number,
): Promise<Message> {
  const { chat, row } = await messageToChange(tx, actor.id, place.chat, place.message)
  if (row.sender_id !== actor.id) throw new Problem('forbidden', 'Only its sender may edit a message')
  if (row.deleted_at !== null) throw new Problem('conflict', 'The message is deleted')
  await requireReach(tx.db, chat)
  requireVersion(row.version, ifMatch)
  const media = (await mediaOf(tx.db, [messageHolder(row.id)])).get(messageHolder(row.id)) ?? []
  if (isBlank(text) && media.length === 0) throw new Problem('invalid', 'body.text: must not be blank')
  if (text === row.text) return toMessage(row, (await mentionsOf(tx.db, [row.id])).get(row.id) ?? [], media)
  await keepFormer(tx, row)
  const after = { ...row, text, version: row.version + 1, edited_at: tx.at }
  await tx.db
    .updateTable('messages')
    .set({ text, version: after.version, edited_at: tx.at })
    .where('id', '=', row.id)
    .execute()
  const message = toMessage(after, await mentionAnew(tx, after), media)
  append(tx, {
    stream: chatStream(chat.id),
    kind: 'message.edited',
    actorId: actor.id,
    body: { message },
    about: row.id,
  })
  return message
}

async function keepFormer(
  { db }: Tx,
  { id, version, text, edited_at, created_at }: MessageRecord,
): Promise<void> {
  await db
    .insertInto('message_edits')
    .values({ message_id: id, version, text, written_at: edited_at ?? created_at })
    .execute()
  await db
    .deleteFrom('message_edits')
    .where('message_id', '=', id)
    .where('version', '<=', version - MOST_EDITS)
    .execute()
}

async function mentionAnew(
  { db }: Tx,
  { id: message_id, chat_id, position, text }: MessageRecord,
): Promise<string[]> {
  const [mentions] = await resolveMentions(db, [{ chatId: chat_id, text }])
  await db.deleteFrom('mentions').where('message_id', '=', message_id).execute()
  await insertAll(
    db,
    'mentions',
    mentions!.map((user_id) => ({ user_id, chat_id, position, message_id })),
  )
  return mentions!
}

/** What a message said before, the earliest first. @throws Problem not_found */
export async function listEdits(db: Kysely<Schema>, userId: string, chatId: string, messageId: string) {
  const { row } = await messageOf(db, userId, chatId, messageId)
  return db
    .selectFrom('message_edits')
    .select(['version', 'text', 'written_at'])
    .where('message_id', '=', row.id)
    .orderBy('version')
    .execute()
}
