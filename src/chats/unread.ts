import { type Kysely, sql } from 'kysely'
import type { Db } from '../db/open.ts'
import type { Schema } from '../db/schema.ts'
import type { Member } from './chat.ts'

export interface Unread {
  unread: number
  mentions: number
}

/**
 * Counts, for each of these chats, what the user has not read: messages after his read position and not from before
 * his time there, that are not his own, not deleted, and not hidden by him; and how many of them mention him.
 * Outside of a transaction, whoever may have to count much hands in `slowly`.
 */
export async function countUnread(
  db: Kysely<Schema>,
  userId: string,
  members: readonly Pick<Member, 'chat_id'>[],
  slowly?: Db['slowly'],
): Promise<Map<string, Unread>> {
  if (members.length === 0) return new Map()
  const chatIds = members.map((member) => member.chat_id)
  const query = unreadIn(db, userId, chatIds)
  const rows = await (slowly ? slowly(query.compile()) : query.execute())
  return new Map(rows.map(({ chat_id, unread, mentions }) => [chat_id, { unread, mentions }]))
}

/**
 * In how many chats something waits to be read: the number on an app's icon. Of those that he has muted, only where it
 * mentions him.
 */
export async function countUnreadChats({ reader, slowly }: Db, userId: string, now: number): Promise<number> {
  const query = reader
    .selectFrom('members')
    .select(sql<number>`count(*)`.as('many'))
    .where('members.user_id', '=', userId)
    .where(({ exists }) => exists(unreadMessages(reader, userId).select('messages.id')))
    .where((is) =>
      is.or([
        is('members.muted_until', 'is', null),
        is('members.muted_until', '<=', now),
        is.exists(unreadMentions(reader, userId).select('messages.id')),
      ]),
    )
  const [row] = await slowly(query.compile())
  return row!.many
}

/** For a query over `members`. */
function unreadMessages(db: Kysely<Schema>, userId: string) {
  return db
    .selectFrom('messages')
    .whereRef('messages.chat_id', '=', sql.ref('members.chat_id'))
    .whereRef('messages.position', '>', sql.ref('members.read_position'))
    .whereRef('messages.position', '>=', sql.ref('members.first_position'))
    .where('messages.sender_id', '!=', userId)
    .where('messages.deleted_at', 'is', null)
    .where((is) => is.not(is.exists(hiddenBy(db, userId))))
}

/** Those of them that mention him. For a query over `members`. */
function unreadMentions(db: Kysely<Schema>, userId: string) {
  return db
    .selectFrom('mentions')
    .innerJoin('messages', 'messages.id', 'mentions.message_id')
    .where('mentions.user_id', '=', userId)
    .whereRef('mentions.chat_id', '=', sql.ref('members.chat_id'))
    .whereRef('mentions.position', '>', sql.ref('members.read_position'))
    .whereRef('mentions.position', '>=', sql.ref('members.first_position'))
    .where('messages.sender_id', '!=', userId)
    .where('messages.deleted_at', 'is', null)
    .where((is) => is.not(is.exists(hiddenBy(db, userId))))
}

/** A count per chat, and no grouping: so every database goes by the index to what is new, however much there is. */
function unreadIn(db: Kysely<Schema>, userId: string, chatIds: string[]) {
  const fresh = unreadMessages(db, userId).select(sql<number>`count(*)`.as('many'))
  const ofMe = unreadMentions(db, userId).select(sql<number>`count(*)`.as('many'))
  return db
    .selectFrom('members')
    .select(['members.chat_id', fresh.$asScalar().$notNull().as('unread')])
    .select(ofMe.$asScalar().$notNull().as('mentions'))
    .where('members.user_id', '=', userId)
    .where('members.chat_id', 'in', chatIds)
}

/** The row that says that the user has deleted this message for himself. For a query over `messages`. */
export function hiddenBy(db: Kysely<Schema>, userId: string) {
  return db
    .selectFrom('hidden_messages')
    .select('hidden_messages.message_id')
    .where('hidden_messages.user_id', '=', userId)
    .whereRef('hidden_messages.chat_id', '=', sql.ref('messages.chat_id'))
    .whereRef('hidden_messages.position', '=', sql.ref('messages.position'))
}
