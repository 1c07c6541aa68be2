import { type CompiledQuery, type Kysely, sql } from 'kysely'
import type { Db } from '../db/open.ts'
import type { Schema } from '../db/schema.ts'
import type { Member } from './chat.ts'

export interface Unread {
  unread: number
  mentions: number
}

/** How far somebody has read in a chat, and from where on he may read at all. */
export type Place = Pick<Member, 'chat_id' | 'read_position' | 'first_position'>

/** Each chat is a condition of its own, and databases bound how long a condition may be. */
const MOST_PER_QUERY = 100

/**
 * Counts, for each of these chats, what the user has not read: messages after his read position and not from before
 * his time there, that are not his own, not deleted, and not hidden by him; and how many of them mention him.
 * Outside of a transaction, whoever may have to count much hands in `slowly`.
 */
export async function countUnread(
  db: Kysely<Schema>,
  userId: string,
  members: readonly Place[],
  slowly?: Db['slowly'],
): Promise<Map<string, Unread>> {
  const run = (query: { compile(): CompiledQuery<Counted>; execute(): Promise<Counted[]> }) =>
    slowly ? slowly(query.compile()) : query.execute()
  const found = new Map<string, Unread>(members.map(({ chat_id }) => [chat_id, { unread: 0, mentions: 0 }]))
  for (let from = 0; from < members.length; from += MOST_PER_QUERY) {
    const places = members.slice(from, from + MOST_PER_QUERY)
    for (const { chat_id, many } of await run(unreadIn(db, userId, places))) found.get(chat_id)!.unread = many
    for (const { chat_id, many } of await run(mentionsIn(db, userId, places)))
      found.get(chat_id)!.mentions = many
  }
  return found
}

interface Counted {
  chat_id: string
  many: number
}

const count = sql<number>`count(*)`.as('many')

/** The first position that counts. */
const begin = ({ read_position, first_position }: Place) => Math.max(read_position + 1, first_position)

function unreadIn(db: Kysely<Schema>, userId: string, places: Place[]) {
  return db
    .selectFrom('messages')
    .select(['messages.chat_id', count])
    .where((is) =>
      is.or(
        places.map((place) =>
          is.and([is('messages.chat_id', '=', place.chat_id), is('messages.position', '>=', begin(place))]),
        ),
      ),
    )
    .where('messages.sender_id', '!=', userId)
    .where('messages.deleted_at', 'is', null)
    .where((is) => is.not(is.exists(hiddenBy(db, userId))))
    .groupBy('messages.chat_id')
}

function mentionsIn(db: Kysely<Schema>, userId: string, places: Place[]) {
  return db
    .selectFrom('mentions')
    .innerJoin('messages', 'messages.id', 'mentions.message_id')
    .select(['mentions.chat_id', count])
    .where('mentions.user_id', '=', userId)
    .where((is) =>
      is.or(
        places.map((place) =>
          is.and([is('mentions.chat_id', '=', place.chat_id), is('mentions.position', '>=', begin(place))]),
        ),
      ),
    )
    .where('messages.sender_id', '!=', userId)
    .where('messages.deleted_at', 'is', null)
    .where((is) => is.not(is.exists(hiddenBy(db, userId))))
    .groupBy('mentions.chat_id')
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
