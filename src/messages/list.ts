import type { Kysely } from 'kysely'
import { chatOf, type Member } from '../chats/chat.ts'
import { hiddenBy } from '../chats/unread.ts'
import type { Schema } from '../db/schema.ts'
import { type MessageRecord, messageColumns } from './message.ts'
import { type MessageView, viewAll } from './view.ts'

/** From where to read, and which way. Without any of the three: the newest. */
export interface Where {
  before?: number | undefined
  after?: number | undefined
  around?: number | undefined
  limit: number
}

export interface Window {
  items: MessageView[]
  /** The position to hand in as `before` for what comes earlier; null at the beginning. */
  previous: number | null
  /** The position to hand in as `after` for what comes later; null at the end. */
  next: number | null
}

/** A cut between two positions, and how many messages are wanted on either side of it. */
interface Cut {
  /** The first position on its later side. */
  at: number
  earlier: number
  later: number
}

/** A window of a chat's messages, in order, with what I have deleted for myself left out. @throws Problem not_found */
export async function listMessages(
  db: Kysely<Schema>,
  userId: string,
  chatId: string,
  where: Where,
): Promise<Window> {
  const { chat, member } = await chatOf(db, userId, chatId)
  const cut = cutAt(where, chat.last_position + 1)
  // One more on either side shows whether there is more to come.
  const before = await visible(db, member)
    .where('messages.position', '<', cut.at)
    .orderBy('messages.position', 'desc')
    .limit(cut.earlier + 1)
    .execute()
  const after = await visible(db, member)
    .where('messages.position', '>=', cut.at)
    .orderBy('messages.position')
    .limit(cut.later + 1)
    .execute()
  const rows = [...before.slice(0, cut.earlier).reverse(), ...after.slice(0, cut.later)]
  return {
    items: await viewAll(db, userId, rows),
    previous: before.length > cut.earlier ? (rows[0]?.position ?? cut.at) : null,
    next: after.length > cut.later ? (rows.at(-1)?.position ?? cut.at - 1) : null,
  }
}

function cutAt({ before, after, around, limit }: Where, end: number): Cut {
  if (after !== undefined) return { at: after + 1, earlier: 0, later: limit }
  if (around === undefined) return { at: before ?? end, earlier: limit, later: 0 }
  const earlier = Math.floor(limit / 2)
  return { at: around, earlier, later: limit - earlier }
}

function visible(db: Kysely<Schema>, { user_id, chat_id, first_position }: Member) {
  return db
    .selectFrom('messages')
    .select(messageColumns)
    .where('messages.chat_id', '=', chat_id)
    .where('messages.position', '>=', first_position)
    .where((is) => is.not(is.exists(hiddenBy(db, user_id))))
    .$castTo<MessageRecord>()
}
