import { type Kysely, sql } from 'kysely'
import type { Db } from '../db/open.ts'
import type { Schema } from '../db/schema.ts'
import { orNull, time, toPage, z } from '../http/schemas.ts'
import { mediaOf, messageHolder } from '../media/attach.ts'
import { MediaInfo } from '../media/media.ts'
import { Problem } from '../problem.ts'
import { Card, toCard, usersOf } from '../users/user.ts'
import { type Chat, ChatInfo, chatOf, type Member, toChatInfo } from './chat.ts'
import { mutedUntil } from './mute.ts'
import { countUnread, hiddenBy } from './unread.ts'

const LastMessage = z.object({
  id: z.string(),
  position: z.number().int(),
  sender_id: z.string(),
  text: z.string(),
  media_kinds: z
    .array(MediaInfo.shape.kind)
    .openapi({ description: 'What is sent along, one for each medium' }),
  created_at: time,
  written_at: time.nullable().openapi({ description: 'When it was written, if that was for later' }),
  deleted: z.boolean(),
})

/** A chat as one of its members sees it. */
export const ChatView = ChatInfo.extend({
  role: z.enum(['owner', 'admin', 'member']),
  first_position: z.number().int().openapi({ description: 'The first message that I may read' }),
  last_position: z.number().int(),
  read_position: z.number().int(),
  delivered_position: z.number().int(),
  unread_count: z.number().int(),
  mention_count: z.number().int().openapi({ description: 'Unread messages that mention me' }),
  muted_until: mutedUntil,
  active_at: time,
  peer: orNull(Card).openapi({ description: 'The other person of a direct chat' }),
  last_message: LastMessage.nullable().openapi({ description: 'The newest that I may see' }),
}).openapi('Chat')

export type ChatView = z.infer<typeof ChatView>
type LastMessage = z.infer<typeof LastMessage>

/** One chat as I see it. @throws Problem not_found */
export async function viewChat(db: Kysely<Schema>, userId: string, chatId: string): Promise<ChatView> {
  const { chat, member } = await chatOf(db, userId, chatId)
  const [view] = await readViews(db, userId, [{ ...member, ...chat }])
  return view!
}

/** My chats, the most recently active first. @throws Problem invalid for a cursor that is none of ours */
export async function listChats(db: Db, userId: string, after: string | undefined, limit: number) {
  const from = after === undefined ? undefined : readKey(after)
  const rows = await db.reader
    .selectFrom('members')
    .innerJoin('chats', 'chats.id', 'members.chat_id')
    .selectAll(['members', 'chats'])
    .where('members.user_id', '=', userId)
    .$if(from !== undefined, (q) =>
      q.where((is) =>
        is.or([
          is('chats.active_at', '<', from!.activeAt),
          is.and([is('chats.active_at', '=', from!.activeAt), is('chats.id', '<', from!.id)]),
        ]),
      ),
    )
    .orderBy('chats.active_at', 'desc')
    .orderBy('chats.id', 'desc')
    .limit(limit + 1)
    .execute()
  const { items, next } = toPage(
    rows,
    limit,
    (row) => row,
    (row) => `${row.active_at}.${row.id}`,
  )
  return { items: await readViews(db.reader, userId, items, db.slowly), next }
}

function readKey(key: string): { activeAt: number; id: string } {
  const parts = /^(\d{1,15})\.([0-9a-f-]{36})$/.exec(key)
  if (!parts) throw new Problem('invalid', 'query.after: must be what an earlier page gave as `next`')
  return { activeAt: Number(parts[1]), id: parts[2]! }
}

/** The views of any number of chats, in as many queries as of one. */
async function readViews(
  db: Kysely<Schema>,
  userId: string,
  rows: (Chat & Member)[],
  slowly?: Db['slowly'],
): Promise<ChatView[]> {
  if (rows.length === 0) return []
  const unread = await unreadOf(db, userId, rows, slowly)
  const last = await lastMessages(
    db,
    userId,
    rows.map((row) => row.id),
  )
  const peers = await cardsOf(
    db,
    rows.flatMap((row) => peerOf(row, userId) ?? []),
  )
  return rows.map((row) => ({
    ...toChatInfo(row),
    role: row.role,
    first_position: row.first_position,
    last_position: row.last_position,
    read_position: row.read_position,
    delivered_position: row.delivered_position,
    unread_count: unread.get(row.id)?.unread ?? 0,
    mention_count: unread.get(row.id)?.mentions ?? 0,
    muted_until: row.muted_until,
    active_at: row.active_at,
    peer: peers.get(peerOf(row, userId) ?? '') ?? null,
    last_message: last.get(row.id) ?? null,
  }))
}

/** Counting more than this many messages is left to where it holds nobody up. */
const MANY = 5_000

/** Asks only about chats in which there is something new, and aside only when it may be much. */
function unreadOf(db: Kysely<Schema>, userId: string, rows: (Chat & Member)[], slowly?: Db['slowly']) {
  const most = (row: Chat & Member) => row.last_position - Math.max(row.read_position, row.first_position - 1)
  const behind = rows.filter((row) => most(row) > 0)
  const isMuch = behind.reduce((sum, row) => sum + most(row), 0) > MANY
  return countUnread(db, userId, behind, isMuch ? slowly : undefined)
}

/** The other one, or I myself in my notes, by the chat's pair: he is known even when he has deleted his account and is no member any more. */
function peerOf({ pair }: Chat, userId: string): string | undefined {
  return pair === null ? undefined : (pair.split(':').find((id) => id !== userId) ?? userId)
}

async function cardsOf(db: Kysely<Schema>, userIds: string[]): Promise<Map<string, Card>> {
  const users = await usersOf(db, userIds)
  return new Map([...users].map(([id, user]) => [id, toCard(user)]))
}

/** Of each chat the newest message that I may see and have not deleted for myself. */
async function lastMessages(
  db: Kysely<Schema>,
  userId: string,
  chatIds: string[],
): Promise<Map<string, LastMessage>> {
  const newest = db
    .selectFrom('messages')
    .select('messages.id')
    .whereRef('messages.chat_id', '=', sql.ref('members.chat_id'))
    .whereRef('messages.position', '>=', sql.ref('members.first_position'))
    .where((is) => is.not(is.exists(hiddenBy(db, userId))))
    .orderBy('messages.position', 'desc')
    .limit(1)
  const found = await db
    .selectFrom('members')
    .select(newest.$asScalar().as('id'))
    .where('members.user_id', '=', userId)
    .where('members.chat_id', 'in', chatIds)
    .execute()
  const ids = found.flatMap((row) => row.id ?? [])
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('messages')
    .select(['chat_id', 'id', 'position', 'sender_id', 'text', 'created_at', 'written_at', 'deleted_at'])
    .where('id', 'in', ids)
    .execute()
  const media = await mediaOf(db, ids.map(messageHolder))
  return new Map(
    rows.map(({ chat_id, deleted_at, text, ...row }) => {
      const deleted = deleted_at !== null
      const media_kinds = (media.get(messageHolder(row.id)) ?? []).map(({ kind }) => kind)
      return [chat_id, { ...row, text: deleted ? '' : text, media_kinds, deleted }]
    }),
  )
}
