import type { Kysely } from 'kysely'
import type { Schema } from '../db/schema.ts'
import { isId } from '../id.ts'
import { gameStream } from '../log/entry.ts'
import { notFound } from '../problem.ts'
import { listRooms } from './list-rooms.ts'
import { type RoomView, viewRoom } from './view-room.ts'

/**
 * A room by its id, or by its name, for clients that have no ids: one that I am in comes before others, and of several
 * the newest. `game` is the key of a game. @throws Problem not_found
 */
export async function findRoom(
  db: Kysely<Schema>,
  userId: string,
  named: string,
  game?: string,
): Promise<RoomView> {
  if (isId(named)) return viewRoom(db, userId, named)
  for (const mine of [true, false]) {
    const { items } = await listRooms(db, userId, { mine, name: named, game }, undefined, 1)
    if (items[0]) return items[0]
  }
  throw notFound('room')
}

/** A room by the stream that hosts its chat, such as `game:<id>`; undefined where it is none. What is played there never changes. */
export async function roomOfHost(db: Kysely<Schema>, host: string) {
  if (!host.startsWith(gameStream(''))) return undefined
  const id = host.slice(gameStream('').length)
  return db.selectFrom('rooms').select(['id', 'game_key']).where('id', '=', id).executeTakeFirst()
}
