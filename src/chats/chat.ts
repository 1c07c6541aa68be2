import type { Kysely, Selectable } from 'kysely'
import type { Tx } from '../db/commit.ts'
import { lock } from '../db/dialect.ts'
import type { ChatRow, MemberRow, Role, Schema } from '../db/schema.ts'
import { text, time, version, z } from '../http/schemas.ts'
import { notFound, Problem } from '../problem.ts'
import { pictureUrl } from '../users/user.ts'

/** What all members see alike; this is what the log says of a chat. */
export const ChatInfo = z.object({
  id: z.string(),
  kind: z.enum(['direct', 'group']),
  title: z.string(),
  host: z
    .string()
    .nullable()
    .openapi({ description: 'What the chat belongs to, such as `project:<id>`, which decides who is in it' }),
  picture: z.string().nullable(),
  shares_history: z
    .boolean()
    .openapi({ description: 'May newcomers read what was said before they joined?' }),
  member_count: z.number().int(),
  created_at: time,
  version,
})

export type ChatInfo = z.infer<typeof ChatInfo>
export type Chat = Selectable<ChatRow>
export type Member = Selectable<MemberRow>

export const title = text(200, 1).trim().min(1)

export function toChatInfo(chat: Chat): ChatInfo {
  const { id, kind, title, host, member_count, created_at, version } = chat
  const picture = pictureUrl(chat.picture_id)
  return {
    id,
    kind,
    title,
    host,
    picture,
    shares_history: chat.shares_history === 1,
    member_count,
    created_at,
    version,
  }
}

export function findMember(db: Kysely<Schema>, chatId: string, userId: string): Promise<Member | undefined> {
  return db
    .selectFrom('members')
    .selectAll()
    .where('chat_id', '=', chatId)
    .where('user_id', '=', userId)
    .executeTakeFirst()
}

/** A chat and my membership of it. Not a member is not found. @throws Problem not_found */
export async function chatOf(
  db: Kysely<Schema>,
  userId: string,
  chatId: string,
): Promise<{ chat: Chat; member: Member }> {
  const member = await findMember(db, chatId, userId)
  const chat =
    member && (await db.selectFrom('chats').selectAll().where('id', '=', chatId).executeTakeFirst())
  if (!member || !chat) throw notFound('chat')
  return { chat, member }
}

/** `chatOf` for a member who means to change how he is in it: from here to the commit nobody else does. @throws Problem not_found */
export async function lockedMemberOf(tx: Tx, userId: string, chatId: string) {
  const mine = tx.db.selectFrom('members').select('user_id').where('chat_id', '=', chatId)
  await lock(tx.dialect, mine.where('user_id', '=', userId)).execute()
  return chatOf(tx.db, userId, chatId)
}

const rank: Record<Role, number> = { member: 0, admin: 1, owner: 2 }

export function outranks(one: Role, other: Role): boolean {
  return rank[one] > rank[other]
}

/**
 * A group that stands for itself and in which I have at least this role.
 * @throws Problem not_found, forbidden, conflict for a direct chat, and for one that belongs to something else
 */
export async function groupOf(db: Kysely<Schema>, userId: string, chatId: string, least: Role = 'member') {
  const found = await chatOf(db, userId, chatId)
  if (found.chat.kind !== 'group') throw new Problem('conflict', 'This cannot be done to a direct chat')
  if (found.chat.host)
    throw new Problem('conflict', `This chat belongs to the ${kindOf(found.chat.host)}, which decides this`)
  if (outranks(least, found.member.role))
    throw new Problem('forbidden', `Only ${least}s of this chat may do this`)
  return found
}

function kindOf(host: string): string {
  return host.slice(0, host.indexOf(':'))
}

/** From here to the commit nobody else changes this chat, its members or its invites, or sends to it. */
export async function lockChat(tx: Tx, chatId: string): Promise<void> {
  await lock(tx.dialect, tx.db.selectFrom('chats').select('id').where('id', '=', chatId)).execute()
}

/** `groupOf` for somebody who means to change it. @throws Problem not_found, forbidden, conflict for a direct chat */
export async function lockedGroupOf(tx: Tx, userId: string, chatId: string, least?: Role) {
  await lockChat(tx, chatId)
  return groupOf(tx.db, userId, chatId, least)
}
