import { chatOf } from '../chats/chat.ts'
import { hiddenBy } from '../chats/unread.ts'
import { holdsWords } from '../db/dialect.ts'
import type { Db } from '../db/open.ts'
import { Problem } from '../problem.ts'
import { type MessageRecord, messageColumns } from './message.ts'
import { viewAll } from './view.ts'
import { countWords, wantedWords } from './words.ts'

const MOST_WORDS = 10

export interface Wanted {
  query: string
  chat?: string | undefined
  sender?: string | undefined
  /** The number of a message: only what was sent before it. */
  before?: number | undefined
  limit: number
}

/**
 * Messages in my chats that hold all these words, each of which may be the beginning of a longer one; the newest
 * first. @throws Problem invalid when there is no word or there are too many, not_found for a chat that is not mine
 */
export async function searchMessages(db: Db, userId: string, wanted: Wanted) {
  const many = countWords(wanted.query)
  if (many === 0) throw new Problem('invalid', 'query.query: must hold a letter or a digit')
  if (many > MOST_WORDS)
    throw new Problem('invalid', `query.query: must not hold more than ${MOST_WORDS} words`)
  if (wanted.chat !== undefined) await chatOf(db.reader, userId, wanted.chat)
  const found = await db.slowly<MessageRecord>(matching(db, userId, wanted).compile())
  const rows = found.slice(0, wanted.limit)
  const items = await viewAll(db.reader, userId, rows)
  return { items, next: found.length > wanted.limit ? rows.at(-1)!.number : null }
}

function matching({ reader, dialect }: Db, userId: string, wanted: Wanted) {
  const { query, chat, sender, before, limit } = wanted
  return reader
    .selectFrom('messages')
    .innerJoin('members', 'members.chat_id', 'messages.chat_id')
    .select(messageColumns.map((column) => `messages.${column}` as const))
    .where('members.user_id', '=', userId)
    .whereRef('messages.position', '>=', 'members.first_position')
    .where(holdsWords(dialect, wantedWords(query)))
    .where('messages.deleted_at', 'is', null)
    .where((is) => is.not(is.exists(hiddenBy(reader, userId))))
    .$if(chat !== undefined, (q) => q.where('messages.chat_id', '=', chat!))
    .$if(sender !== undefined, (q) => q.where('messages.sender_id', '=', sender!))
    .$if(before !== undefined, (q) => q.where('messages.number', '<', before!))
    .orderBy('messages.number', 'desc')
    .limit(limit + 1)
}
