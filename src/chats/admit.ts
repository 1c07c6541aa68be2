import type { Kysely } from 'kysely'
import type { Tx } from '../db/commit.ts'
import { insertAll } from '../db/insert.ts'
import type { Schema } from '../db/schema.ts'
import { append, follow } from '../log/append.ts'
import { chatStream } from '../log/entry.ts'
import { notFound, Problem } from '../problem.ts'
import { blockedAmong } from '../users/block.ts'
import { toCard, type User } from '../users/user.ts'
import { type Chat, type Member, toChatInfo } from './chat.ts'

const MOST_PER_QUERY = 1000

/**
 * People whom somebody may take into a group: they have an account here, and he and they do not block each other.
 * @throws Problem not_found, forbidden
 */
export async function findAddable(tx: Tx, actorId: string, userIds: string[]): Promise<User[]> {
  const found: User[] = []
  for (let from = 0; from < userIds.length; from += MOST_PER_QUERY) {
    const some = userIds.slice(from, from + MOST_PER_QUERY)
    const users = await tx.db
      .selectFrom('users')
      .selectAll()
      .where('id', 'in', some)
      .where('state', '=', 'active')
      .execute()
    if (users.length < some.length) throw notFound('user')
    const blocked = await blockedAmong(tx.db, actorId, some)
    if (blocked.size > 0) throw new Problem('forbidden', 'You cannot add this person')
    found.push(...users)
  }
  return found
}

/** @throws Problem conflict */
export function requireRoom(members: number, most: number): void {
  if (members > most) throw new Problem('conflict', `A chat has room for ${most} members`)
}

/** Who of these is a member already. */
export async function alreadyIn(db: Kysely<Schema>, chatId: string, userIds: string[]): Promise<Set<string>> {
  const rows = await db
    .selectFrom('members')
    .select('user_id')
    .where('chat_id', '=', chatId)
    .where('user_id', 'in', userIds)
    .execute()
  return new Set(rows.map((row) => row.user_id))
}

/** Takes newcomers into a chat whose row is locked: each hears of himself, and everything after. */
export async function admit(tx: Tx, chat: Chat, newcomers: User[], actorId: string): Promise<Chat> {
  if (newcomers.length === 0) return chat
  const after = { ...chat, member_count: chat.member_count + newcomers.length }
  await insertAll(
    tx.db,
    'members',
    newcomers.map((user) => newMember(tx, chat, user.id)),
  )
  await tx.db
    .updateTable('chats')
    .set({ member_count: after.member_count })
    .where('id', '=', chat.id)
    .execute()
  follow(
    tx,
    newcomers.map((user) => user.id),
    chatStream(chat.id),
  )
  for (const user of newcomers)
    append(tx, {
      stream: chatStream(chat.id),
      kind: 'chat.member_added',
      actorId,
      body: {
        chat: toChatInfo(after),
        member: { user: toCard(user), role: 'member', joined_at: tx.at },
      },
      about: user.id,
    })
  return after
}

export function newMember(tx: Tx, chat: Chat, userId: string, role: Member['role'] = 'member'): Member {
  return {
    chat_id: chat.id,
    user_id: userId,
    role,
    first_position: chat.shares_history === 1 ? 1 : chat.last_position + 1,
    read_position: chat.last_position,
    delivered_position: chat.last_position,
    joined_at: tx.at,
    muted_until: null,
  }
}
