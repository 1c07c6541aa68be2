import type { Kysely, Selectable } from 'kysely'
import { chatOf } from '../chats/chat.ts'
import type { Tx } from '../db/commit.ts'
import { lock } from '../db/dialect.ts'
import type { MessageRow, Schema } from '../db/schema.ts'
import { text, time, version, z } from '../http/schemas.ts'
import { MediaInfo } from '../media/media.ts'
import { notFound } from '../problem.ts'

/** A message as the log says it and as all members see it alike. */
export const Message = z
  .object({
    id: z.string(),
    number: z.number().int(),
    chat_id: z.string(),
    position: z.number().int().openapi({ description: 'Its place in the chat: 1, 2, 3 …' }),
    sender_id: z.string(),
    client_id: z.string().nullable(),
    text: z.string(),
    reply_to_id: z.string().nullable(),
    mentions: z
      .array(z.string())
      .openapi({ description: 'Ids of the members who are mentioned by @username' }),
    media: z.array(MediaInfo),
    created_at: time,
    written_at: time.nullable().openapi({ description: 'When it was written, if that was for later' }),
    edited_at: time.nullable(),
    deleted: z.boolean(),
    pinned_at: time.nullable(),
    pinned_by: z.string().nullable(),
    project_id: z
      .string()
      .nullable()
      .openapi({ description: 'The project within which it was said privately; it may be deleted since' }),
    version,
  })
  .openapi('Message')

export type Message = z.infer<typeof Message>
/** Without the words, which only searching looks at. */
export type MessageRecord = Omit<Selectable<MessageRow>, 'words'>

export const MOST_CHARACTERS = 20_000
/** It may be blank where there is something else to see. */
export const messageText = text(MOST_CHARACTERS)

export const isBlank = (words: string) => !/\S/.test(words)

/** For a message that is nothing but words. */
export const spokenText = messageText.refine((words) => !isBlank(words), 'must not be blank')

export function toMessage(row: MessageRecord, mentions: string[], media: MediaInfo[]): Message {
  return {
    id: row.id,
    number: row.number,
    chat_id: row.chat_id,
    position: row.position,
    sender_id: row.sender_id,
    client_id: row.client_id,
    text: row.text,
    reply_to_id: row.reply_to_id,
    mentions,
    media,
    created_at: row.created_at,
    written_at: row.written_at,
    edited_at: row.edited_at,
    deleted: row.deleted_at !== null,
    pinned_at: row.pinned_at,
    pinned_by: row.pinned_by,
    project_id: row.project_id,
    version: row.version,
  }
}

/** The columns of a message that are read. */
export const messageColumns = [
  'id',
  'number',
  'chat_id',
  'position',
  'sender_id',
  'client_id',
  'client_digest',
  'text',
  'reply_to_id',
  'version',
  'created_at',
  'written_at',
  'edited_at',
  'deleted_at',
  'pinned_at',
  'pinned_by',
  'project_id',
] as const

/** Who is mentioned in each of these messages. */
export async function mentionsOf(db: Kysely<Schema>, messageIds: string[]): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>()
  if (messageIds.length === 0) return found
  const rows = await db
    .selectFrom('mentions')
    .select(['message_id', 'user_id'])
    .where('message_id', 'in', messageIds)
    .orderBy('user_id')
    .execute()
  for (const { message_id, user_id } of rows)
    found.set(message_id, [...(found.get(message_id) ?? []), user_id])
  return found
}

/**
 * A message that I may read: in a chat of mine, not from before my time there, not deleted by me for myself.
 * @throws Problem not_found
 */
export async function messageOf(db: Kysely<Schema>, userId: string, chatId: string, messageId: string) {
  const { hidden, ...found } = await messageEvenHidden(db, userId, chatId, messageId)
  if (hidden) throw notFound('message')
  return found
}

/** The same, and nobody else changes it before I have. @throws Problem not_found */
export async function messageToChange(tx: Tx, userId: string, chatId: string, messageId: string) {
  await lock(tx.dialect, tx.db.selectFrom('messages').select('id').where('id', '=', messageId)).execute()
  return messageOf(tx.db, userId, chatId, messageId)
}

/** The same, even if I have deleted it for myself. @throws Problem not_found */
export async function messageEvenHidden(
  db: Kysely<Schema>,
  userId: string,
  chatId: string,
  messageId: string,
) {
  const { chat, member } = await chatOf(db, userId, chatId)
  const row = await db
    .selectFrom('messages')
    .select(messageColumns)
    .where('id', '=', messageId)
    .where('chat_id', '=', chatId)
    .where('position', '>=', member.first_position)
    .executeTakeFirst()
  if (!row) throw notFound('message')
  const hidden = await db
    .selectFrom('hidden_messages')
    .select('message_id')
    .where('user_id', '=', userId)
    .where('chat_id', '=', chatId)
    .where('position', '=', row.position)
    .executeTakeFirst()
  return { chat, member, row, hidden: hidden !== undefined }
}
