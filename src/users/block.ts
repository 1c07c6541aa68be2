import type { Kysely } from 'kysely'
import type { Tx } from '../db/commit.ts'
import type { Schema } from '../db/schema.ts'
import type { Actor } from '../http/house.ts'
import { append } from '../log/append.ts'
import { userStream } from '../log/entry.ts'
import { Problem } from '../problem.ts'
import { unfriend } from './unfriend.ts'
import { lockBoth, toCard } from './user.ts'

/**
 * From now on neither of the two can write to the other directly, or add him to a chat, and they are no friends any
 * more. Of the block itself only the blocker hears.
 */
export async function block(tx: Tx, actor: Actor, userId: string): Promise<void> {
  if (userId === actor.id) throw new Problem('invalid', 'You cannot block yourself')
  const [user] = await lockBoth(tx, userId, actor.id)
  if (await hasBlocked(tx.db, actor.id, userId)) return
  await tx.db
    .insertInto('blocks')
    .values({ user_id: actor.id, blocked_id: userId, created_at: tx.at })
    .execute()
  await unfriend(tx, actor, userId)
  const body = { user: toCard(user!) }
  append(tx, { stream: userStream(actor.id), kind: 'block.added', actorId: actor.id, body, about: userId })
}

export async function unblock(tx: Tx, actor: Actor, userId: string): Promise<void> {
  const gone = await tx.db
    .deleteFrom('blocks')
    .where('user_id', '=', actor.id)
    .where('blocked_id', '=', userId)
    .executeTakeFirst()
  if (gone.numDeletedRows === 0n) return
  append(tx, {
    stream: userStream(actor.id),
    kind: 'block.removed',
    actorId: actor.id,
    body: { user_id: userId },
  })
}

/** Somebody goes: nobody blocks him any more, as those who did are told, nor does he block anybody. */
export async function forgetBlocks(tx: Tx, userId: string): Promise<void> {
  const blockers = await tx.db
    .selectFrom('blocks')
    .select('user_id')
    .where('blocked_id', '=', userId)
    .execute()
  await tx.db
    .deleteFrom('blocks')
    .where((is) => is.or([is('user_id', '=', userId), is('blocked_id', '=', userId)]))
    .execute()
  for (const { user_id } of blockers)
    append(tx, {
      stream: userStream(user_id),
      kind: 'block.removed',
      actorId: null,
      body: { user_id: userId },
    })
}

export async function hasBlocked(db: Kysely<Schema>, userId: string, blockedId: string): Promise<boolean> {
  const row = await db
    .selectFrom('blocks')
    .select('user_id')
    .where('user_id', '=', userId)
    .where('blocked_id', '=', blockedId)
    .executeTakeFirst()
  return row !== undefined
}

/** Who of these people blocks the user or is blocked by him. */
export async function blockedAmong(
  db: Kysely<Schema>,
  userId: string,
  others: string[],
): Promise<Set<string>> {
  if (others.length === 0) return new Set()
  const rows = await db
    .selectFrom('blocks')
    .select(['user_id', 'blocked_id'])
    .where((is) =>
      is.or([
        is.and([is('user_id', '=', userId), is('blocked_id', 'in', others)]),
        is.and([is('blocked_id', '=', userId), is('user_id', 'in', others)]),
      ]),
    )
    .execute()
  return new Set(rows.map((row) => (row.user_id === userId ? row.blocked_id : row.user_id)))
}

/** Which of these pairs of people ("id:id", as direct chats are named) hold a block, in either direction. */
export async function blockedPairs(db: Kysely<Schema>, pairs: string[]): Promise<Set<string>> {
  const everybody = [...new Set(pairs.flatMap((pair) => pair.split(':')))]
  const rows = await db
    .selectFrom('blocks')
    .select(['user_id', 'blocked_id'])
    .where('user_id', 'in', everybody)
    .where('blocked_id', 'in', everybody)
    .execute()
  return new Set(rows.map((row) => pairOf(row.user_id, row.blocked_id)))
}

/** The name of two people, whichever comes first. */
export function pairOf(one: string, other: string): string {
  return one < other ? `${one}:${other}` : `${other}:${one}`
}

/** The people whom a user blocks, the latest first. */
export async function listBlocks(db: Kysely<Schema>, userId: string) {
  const rows = await db
    .selectFrom('blocks')
    .innerJoin('users', 'users.id', 'blocks.blocked_id')
    .selectAll('users')
    .where('blocks.user_id', '=', userId)
    .orderBy('blocks.created_at', 'desc')
    .limit(1000)
    .execute()
  return rows.map(toCard)
}
