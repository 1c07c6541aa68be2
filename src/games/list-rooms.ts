import { type Kysely, sql } from 'kysely'
import type { RoomState, Schema } from '../db/schema.ts'
import { toPage } from '../http/schemas.ts'
import { type RoomView, viewRooms } from './view-room.ts'

export interface RoomFilter {
  /** The key of a game. */
  game?: string | undefined
  state?: RoomState | undefined
  /** Exactly so called. */
  name?: string | undefined
  /** Rooms that I am in or invited to, private ones too; otherwise the public ones. */
  mine: boolean
}

/** Rooms, the newest first. Rooms of people who block me, or whom I block, are none to me, unless I am in them. */
export async function listRooms(
  db: Kysely<Schema>,
  userId: string,
  filter: RoomFilter,
  after: string | undefined,
  limit: number,
) {
  const mine = db.selectFrom('room_people').select('room_id').where('user_id', '=', userId)
  const rows = await db
    .selectFrom('rooms')
    .selectAll()
    .$if(filter.mine, (q) => q.where('id', 'in', mine))
    .$if(!filter.mine, (q) =>
      q.where('is_public', '=', 1).where((is) => is.not(is.exists(blockHere(db, userId)))),
    )
    .$if(filter.game !== undefined, (q) => q.where('game_key', '=', filter.game!))
    .$if(filter.state !== undefined, (q) => q.where('state', '=', filter.state!))
    .$if(filter.name !== undefined, (q) => q.where('name', '=', filter.name!))
    .$if(after !== undefined, (q) => q.where('id', '<', after!))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  const { items, next } = toPage(
    rows,
    limit,
    (room) => room,
    (room) => room.id,
  )
  const views: RoomView[] = await viewRooms(db, userId, items)
  return { items: views, next }
}

/** A block between somebody and one of those who made a room and play in it; for a query over `rooms`. */
function blockHere(db: Kysely<Schema>, userId: string) {
  const players = db
    .selectFrom('room_people')
    .select('room_people.user_id')
    .whereRef('room_people.room_id', '=', sql.ref('rooms.id'))
    .where('place', 'is not', null)
  const other = sql<string>`case when blocks.user_id = ${userId} then blocks.blocked_id else blocks.user_id end`
  return db
    .selectFrom('blocks')
    .select('blocks.user_id')
    .where((is) => is.or([is('blocks.user_id', '=', userId), is('blocks.blocked_id', '=', userId)]))
    .where(sql<boolean>`(${other} = rooms.creator_id or ${other} in ${players})`)
}
