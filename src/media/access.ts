import { type Kysely, sql } from 'kysely'
import type { Schema } from '../db/schema.ts'
import { notFound } from '../problem.ts'
import { messageHolder } from './attach.ts'
import type { Media } from './media.ts'

/**
 * A medium that I may see: mine, or in a message that I may read, in a chat of mine. What only a message to the future
 * holds nobody sees but its owner. @throws Problem not_found
 */
export async function readableMedia(db: Kysely<Schema>, userId: string, mediaId: string): Promise<Media> {
  const row = await db
    .selectFrom('media')
    .selectAll()
    .where('id', '=', mediaId)
    .where('state', '=', 'ready')
    .executeTakeFirst()
  if (!row || (row.owner_id !== userId && !(await isShown(db, userId, mediaId)))) throw notFound('medium')
  return row
}

async function isShown(db: Kysely<Schema>, userId: string, mediaId: string): Promise<boolean> {
  const prefix = messageHolder('')
  const pins = await db.selectFrom('media_pins').select('holder').where('media_id', '=', mediaId).execute()
  const messageIds = pins.flatMap(({ holder }) =>
    holder.startsWith(prefix) ? holder.slice(prefix.length) : [],
  )
  if (messageIds.length === 0) return false
  const hidden = db
    .selectFrom('hidden_messages')
    .select('hidden_messages.message_id')
    .where('hidden_messages.user_id', '=', userId)
    .whereRef('hidden_messages.chat_id', '=', sql.ref('messages.chat_id'))
    .whereRef('hidden_messages.position', '=', sql.ref('messages.position'))
  const shown = await db
    .selectFrom('messages')
    .innerJoin('members', 'members.chat_id', 'messages.chat_id')
    .select('messages.id')
    .where('messages.id', 'in', messageIds)
    .where('members.user_id', '=', userId)
    .whereRef('messages.position', '>=', 'members.first_position')
    .where('messages.deleted_at', 'is', null)
    .where((is) => is.not(is.exists(hidden)))
    .limit(1)
    .executeTakeFirst()
  return shown !== undefined
}
