import type { Kysely } from 'kysely'
import type { Db } from '../db/open.ts'
import type { Schema } from '../db/schema.ts'
import { time, toPage, z } from '../http/schemas.ts'
import { notFound } from '../problem.ts'
import { Card, findUser, toCard } from '../users/user.ts'
import { chatOf, findMember, type Member } from './chat.ts'

export const ChatMember = z
  .object({
    user: Card,
    role: z.enum(['owner', 'admin', 'member']),
    joined_at: time,
    read_position: z
      .number()
      .int()
      .nullable()
      .openapi({ description: 'Null unless both of us show our receipts' }),
    delivered_position: z.number().int().nullable(),
  })
  .openapi('Member')

/** Who is in a chat, in the order of their ids. @throws Problem not_found */
export async function listMembers(
  db: Db,
  userId: string,
  chatId: string,
  after: string | undefined,
  limit: number,
) {
  await chatOf(db.reader, userId, chatId)
  const me = await findUser(db.reader, userId)
  const rows = await db.reader
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.user_id')
    .selectAll('users')
    .select(['members.role', 'members.joined_at', 'members.read_position', 'members.delivered_position'])
    .where('members.chat_id', '=', chatId)
    .where('members.user_id', '>', after ?? '')
    .orderBy('members.user_id')
    .limit(limit + 1)
    .execute()
  const shown = (row: { id: string; shows_receipts: number }) =>
    row.id === userId || (me.shows_receipts === 1 && row.shows_receipts === 1)
  return toPage(
    rows,
    limit,
    (row) => ({
      user: toCard(row),
      role: row.role,
      joined_at: row.joined_at,
      read_position: shown(row) ? row.read_position : null,
      delivered_position: shown(row) ? row.delivered_position : null,
    }),
    (row) => row.id,
  )
}

/** The ids of who is in each of these chats, the first to have joined first. */
export async function memberIdsOf(db: Kysely<Schema>, chatIds: string[]): Promise<Map<string, string[]>> {
  if (chatIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('members')
    .select(['chat_id', 'user_id'])
    .where('chat_id', 'in', chatIds)
    .orderBy('joined_at')
    .orderBy('user_id')
    .execute()
  const byChat = Map.groupBy(rows, (row) => row.chat_id)
  return new Map([...byChat].map(([chatId, found]) => [chatId, found.map((row) => row.user_id)]))
}

/** One membership of a chat that the asker is known to be in. @throws Problem not_found */
export async function memberOf(db: Kysely<Schema>, chatId: string, userId: string): Promise<Member> {
  const member = await findMember(db, chatId, userId)
  if (!member) throw notFound('member')
  return member
}
