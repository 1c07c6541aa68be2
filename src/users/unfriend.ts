import type { Tx } from '../db/commit.ts'
import type { Actor } from '../http/house.ts'
import { append } from '../log/append.ts'
import { userStream } from '../log/entry.ts'

/** Ends a friendship, for both; of one that there was not, nothing is said. */
export async function unfriend(tx: Tx, actor: Pick<Actor, 'id'>, userId: string): Promise<void> {
  const gone = await tx.db
    .deleteFrom('friends')
    .where('user_id', 'in', [actor.id, userId])
    .where('friend_id', 'in', [actor.id, userId])
    .executeTakeFirst()
  if (gone.numDeletedRows === 0n) return
  tellEnd(tx, actor.id, userId, actor.id)
  tellEnd(tx, userId, actor.id, actor.id)
}

/** Somebody goes: those whose friend he was are told. */
export async function forgetFriends(tx: Tx, userId: string): Promise<void> {
  const friends = await tx.db
    .selectFrom('friends')
    .select('friend_id')
    .where('user_id', '=', userId)
    .execute()
  for (const { friend_id } of friends) {
    const both = tx.db.deleteFrom('friends').where('user_id', 'in', [userId, friend_id])
    await both.where('friend_id', 'in', [userId, friend_id]).execute()
    tellEnd(tx, friend_id, userId, null)
  }
}

function tellEnd(tx: Tx, hearerId: string, friendId: string, actorId: string | null): void {
  append(tx, { stream: userStream(hearerId), kind: 'friend.removed', actorId, body: { user_id: friendId } })
}
