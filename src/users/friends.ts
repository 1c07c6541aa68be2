import type { Tx } from '../db/commit.ts'
import { insertAll } from '../db/insert.ts'
import type { Db } from '../db/open.ts'
import type { Actor } from '../http/house.ts'
import { time, toPage, z } from '../http/schemas.ts'
import { append } from '../log/append.ts'
import { userStream } from '../log/entry.ts'
import { notFound, Problem } from '../problem.ts'
import { blockedAmong } from './block.ts'
import { Card, lockBoth, toCard, type User } from './user.ts'

export const Friend = z.object({ user: Card, since: time }).openapi('Friend')

/** A leaderboard among friends reads all their scores. */
const MOST_FRIENDS = 5000

type Friend = z.infer<typeof Friend>

/**
 * The two are friends from now on, at once and mutually: nobody is asked. Both hear of it. Friends already: nothing is
 * said. @throws Problem invalid for oneself, not_found, forbidden where one of the two blocks the other, conflict
 */
export async function befriend(tx: Tx, actor: Actor, userId: string): Promise<Friend> {
  if (userId === actor.id) throw new Problem('invalid', 'You cannot be a friend of yourself')
  const [user, me] = (await lockBoth(tx, userId, actor.id)) as [User, User]
  if (user.state !== 'active') throw notFound('user')
  if ((await blockedAmong(tx.db, actor.id, [userId])).size > 0)
    throw new Problem('forbidden', 'You cannot reach this person')
  const since = await friendSince(tx, actor.id, userId)
  if (since !== undefined) return { user: toCard(user), since }
  await requireRoomForOne(tx, actor.id, userId)
  await insertAll(tx.db, 'friends', [
    { user_id: actor.id, friend_id: userId, created_at: tx.at },
    { user_id: userId, friend_id: actor.id, created_at: tx.at },
  ])
  tellOf(tx, actor, me, user)
  return { user: toCard(user), since: tx.at }
}

/** @throws Problem conflict */
async function requireRoomForOne({ db }: Tx, ...ids: string[]): Promise<void> {
  const counts = await db
    .selectFrom('friends')
    .select(({ fn }) => fn.countAll<number>().as('many'))
    .where('user_id', 'in', ids)
    .groupBy('user_id')
    .execute()
  if (counts.some(({ many }) => Number(many) >= MOST_FRIENDS))
    throw new Problem('conflict', `Nobody can have more than ${MOST_FRIENDS} friends`)
}

/** Each is told of the other; who did not do it himself also while he is away. */
function tellOf(tx: Tx, actor: Actor, me: User, user: User): void {
  const added = (hearer: User, friend: User) => ({
    stream: userStream(hearer.id),
    kind: 'friend.added',
    actorId: actor.id,
    body: { user: toCard(friend), since: tx.at },
    about: friend.id,
  })
  append(tx, added(me, user))
  const alert = { key: 'friend.added', args: {}, collapse: `friend:${me.id}` }
  append(tx, { ...added(user, me), alert })
}

/** When the two became friends, if they are, UTC milliseconds. */
export async function friendSince(
  { db }: Pick<Tx, 'db'>,
  userId: string,
  friendId: string,
): Promise<number | undefined> {
  const row = await db
    .selectFrom('friends')
    .select('created_at')
    .where('user_id', '=', userId)
    .where('friend_id', '=', friendId)
    .executeTakeFirst()
  return row?.created_at
}

/** My friends by their ids; those whose accounts are suspended or archived come back with them. */
export async function listFriends({ reader }: Db, userId: string, after: string | undefined, limit: number) {
  const rows = await reader
    .selectFrom('friends')
    .innerJoin('users', 'users.id', 'friends.friend_id')
    .selectAll('users')
    .select('friends.created_at as since')
    .where('friends.user_id', '=', userId)
    .where('friends.friend_id', '>', after ?? '')
    .orderBy('friends.friend_id')
    .limit(limit + 1)
    .execute()
  return toPage(
    rows,
    limit,
    (row): Friend => ({ user: toCard(row), since: row.since }),
    (row) => row.id,
  )
}
