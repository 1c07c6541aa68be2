import type { Tx } from '../db/commit.ts'
import { leaveRoom } from './leave-room.ts'
import { forgetScores } from './score.ts'

/** Somebody's account is deleted: he resigns and leaves wherever he plays, and his scores are on no leaderboard any more. */
export async function forgetGames(tx: Tx, userId: string): Promise<void> {
  const rooms = await tx.db
    .selectFrom('room_people')
    .select('room_id')
    .where('user_id', '=', userId)
    .orderBy('room_id')
    .execute()
  for (const { room_id } of rooms) await leaveRoom(tx, userId, room_id)
  await forgetScores(tx, userId)
}
