import { eraseHosted } from '../chats/hosted.ts'
import { day } from '../clock.ts'
import type { Tx } from '../db/commit.ts'
import { lockFree } from '../db/dialect.ts'
import type { RoomState } from '../db/schema.ts'
import type { Actor } from '../http/house.ts'
import { append, unfollow } from '../log/append.ts'
import { gameStream } from '../log/entry.ts'
import { Problem } from '../problem.ts'
import { lockRoom, playersOf, type Room } from './room.ts'
import { requireSight } from './view-room.ts'

/** @throws Problem not_found, forbidden, conflict while a game goes on */
export async function closeMyRoom(tx: Tx, actor: Actor, roomId: string): Promise<void> {
  const room = await lockRoom(tx, roomId)
  await requireSight(tx.db, actor.id, room, await playersOf(tx.db, roomId))
  if (room.creator_id !== actor.id) throw new Problem('forbidden', 'Only who made the room may close it')
  if (room.state === 'playing') throw new Problem('conflict', 'A game is going on: resign first')
  await closeRoom(tx, room, actor.id)
}

/** Takes a room away whose row is locked, with its chat. What was won in it stays. */
export async function closeRoom(tx: Tx, room: Room, actorId: string | null): Promise<void> {
  await tx.db.deleteFrom('moves').where('room_id', '=', room.id).execute()
  await tx.db.deleteFrom('room_people').where('room_id', '=', room.id).execute()
  await tx.db.deleteFrom('rooms').where('id', '=', room.id).execute()
  await eraseHosted(tx, room.chat_id, actorId)
  append(tx, { stream: gameStream(room.id), kind: 'game.closed', actorId, body: { room_id: room.id } })
  unfollow(tx, 'everybody', gameStream(room.id))
}

/** For how long a room is kept in which nothing happens, milliseconds. */
const kept: Record<RoomState, number> = { waiting: day, ended: 7 * day, playing: 30 * day }
const MOST_AT_ONCE = 50

/** Closes rooms that everybody has forgotten. A game that nobody goes on with counts for nobody. */
export async function closeForgotten(tx: Tx): Promise<void> {
  for (const [state, ms] of Object.entries(kept) as [RoomState, number][]) {
    const query = tx.db
      .selectFrom('rooms')
      .selectAll()
      .where('state', '=', state)
      .where('active_at', '<', tx.at - ms)
      .limit(MOST_AT_ONCE)
    for (const room of await lockFree(tx.dialect, query).execute()) await closeRoom(tx, room, null)
  }
}
