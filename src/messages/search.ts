import { chatOf } from '../chats/chat.ts'
import { hiddenBy } from '../chats/unread.ts'
import type { Db } from '../db/open.ts'
import { holdsWords } from '../db/search.ts'
import type { House } from '../http/house.ts'
import { Problem } from '../problem.ts'
import { type MessageRecord, messageColumns } from './message.ts'
import { indexAll } from './search-index.ts'
import { viewAll } from './view.ts'
import { countWords, wantedWords } from './words.ts'

const MOST_WORDS = 10

export interface Wanted {
  query: string
  chat?: string | undefined
  sender?: string | undefined
  /** The number of a message, as `next` gave it: only what was sent before it. */
  before?: number | undefined
  limit: number
}

/**
 * Messages in my chats that hold all these words, each of which may be the beginning of a longer one; the newest
 * first. @throws Problem invalid when there is no word or there are too many, not_found for a chat that is not mine
 */
export async function searchMessages(
  { db, commit }: Pick<House, 'db' | 'commit'>,
  userId: string,
  wanted: Wanted,
) {
  const many = countWords(wanted.query)
  if (many === 0) throw new Problem('invalid', 'query.query: must hold a letter or a digit')
  if (many > MOST_WORDS)
    throw new Problem('invalid', `query.query: must not hold more than ${MOST_WORDS} words`)
  if (wanted.chat !== undefined) await chatOf(db.reader, userId, wanted.chat)
  const before = wanted.before === undefined ? undefined : await placeOf(db, userId, wanted.before)
  await indexAll(commit)
  const found = await db.slowly<MessageRecord>(matching(db, userId, wanted, before).compile())
  const rows = found.slice(0, wanted.limit)
  const items = await viewAll(db.reader, userId, rows)
  return { items, next: found.length > wanted.limit ? rows.at(-1)!.number : null }
}

type Moment = Pick<MessageRecord, 'created_at' | 'id'>

/** When a message of mine was sent. Numbers do not tell: each process hands out a block of its own. */
async function placeOf({ reader }: Db, userId: string, number: number): Promise<Moment> {
  const place = await reader
    .selectFrom('messages')
    .innerJoin('members', 'members.chat_id', 'messages.chat_id')
    .select(['messages.created_at', 'messages.id'])
    .where('messages.number', '=', number)
    .where('members.user_id', '=', userId)
    .executeTakeFirst()
  if (!place) throw new Problem('invalid', 'query.before: must be what an earlier page gave as `next`')
  return place
}

function matching({ reader, dialect }: Db, userId: string, wanted: Wanted, before: Moment | undefined) {
  const { query, chat, sender, limit } = wanted
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
    .$if(before !== undefined, (q) =>
      q.where((is) =>
        is(is.refTuple('messages.created_at', 'messages.id'), '<', is.tuple(before!.created_at, before!.id)),
      ),
    )
    .orderBy('messages.created_at', 'desc')
    .orderBy('messages.id', 'desc')
    .limit(limit + 1)
}
