import type { Kysely } from 'kysely'
import type { Schema } from '../db/schema.ts'
import { toPage } from '../http/schemas.ts'
import { Problem } from '../problem.ts'
import type { MoveAnswer } from './move.ts'
import { viewRoom } from './view-room.ts'

/** The moves of a room in their order. @throws Problem not_found, invalid */
export async function listMoves(
  db: Kysely<Schema>,
  userId: string,
  roomId: string,
  after: string | undefined,
  limit: number,
) {
  if (after !== undefined && !/^\d{1,9}$/.test(after))
    throw new Problem('invalid', 'query.after: must be what an earlier page gave as `next`')
  await viewRoom(db, userId, roomId)
  const rows = await db
    .selectFrom('moves')
    .select(['number', 'answer'])
    .where('room_id', '=', roomId)
    .where('number', '>', Number(after ?? 0))
    .orderBy('number')
    .limit(limit + 1)
    .execute()
  return toPage(
    rows,
    limit,
    ({ answer }) => (JSON.parse(answer) as MoveAnswer).move,
    (row) => String(row.number),
  )
}
