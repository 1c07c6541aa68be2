import type { Kysely } from 'kysely'
import type { Tx } from '../db/commit.ts'
import type { Schema } from '../db/schema.ts'
import type { Actor } from '../http/house.ts'
import { Problem } from '../problem.ts'
import { blockedAmong, pairOf } from '../users/block.ts'
import { findActive, findUser } from '../users/user.ts'
import { found } from './found.ts'
import { type ChatView, viewChat } from './view.ts'

/**
 * The direct chat of two people, which is made when they have none: there is one per pair, whoever asks first. With
 * oneself, too: a place for notes. @throws Problem forbidden when one blocks the other, not_found
 */
export async function openDirect(tx: Tx, actor: Actor, userId: string): Promise<ChatView> {
  await findUser(tx.db, userId)
  const blocked = await blockedAmong(tx.db, actor.id, [userId])
  if (blocked.size > 0) throw new Problem('forbidden', 'You cannot reach this person')
  const before = await findDirect(tx.db, actor.id, userId)
  if (before) return viewChat(tx.db, actor.id, before)
  const pair = pairOf(actor.id, userId)
  await findActive(tx.db, userId)
  const kind = { kind: 'direct', title: '', pair, shares_history: 1 } as const
  const chat = await found(tx, actor.id, kind, [...new Set([actor.id, userId])])
  return viewChat(tx.db, actor.id, chat.id)
}

/** The id of the direct chat of two people, if they have one. */
export async function findDirect(
  db: Kysely<Schema>,
  userId: string,
  otherId: string,
): Promise<string | undefined> {
  const pair = pairOf(userId, otherId)
  const row = await db.selectFrom('chats').select('id').where('pair', '=', pair).executeTakeFirst()
  return row?.id
}

/** The two ids of a direct chat, in order, with a colon between; null for a group, undefined where there is no chat. */
export async function findPair(db: Kysely<Schema>, chatId: string): Promise<string | null | undefined> {
  const row = await db.selectFrom('chats').select('pair').where('id', '=', chatId).executeTakeFirst()
  return row?.pair
}
