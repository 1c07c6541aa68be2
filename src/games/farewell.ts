import type { Tx } from '../db/commit.ts'
import { lock } from '../db/dialect.ts'
import { leaveRoom } from './leave-room.ts'
import { forgetScores } from './score.ts'

/** Somebody's account is deleted: he resigns and leaves wherever he plays, and his scores are on no leaderboard any more. */
export async function forgetGames(tx: Tx, userId: string): Promise<void> {
  const his = tx.db.selectFrom('room_people').select('room_id').where('user_id', '=', userId)
  const query = tx.db.selectFrom('rooms').select('id').where('id', 'in', his).orderBy('id')
  for (const { id } of await lock(tx.dialect, query).execute()) await leaveRoom(tx, userId, id)
  await forgetScores(tx, userId)
}
