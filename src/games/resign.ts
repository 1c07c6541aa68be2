import type { Tx } from '../db/commit.ts'
import type { Actor } from '../http/house.ts'
import { Problem } from '../problem.ts'
import { endRound } from './end-round.ts'
import { requirePlayer } from './move.ts'
import { lockRoom, playersOf } from './room.ts'
import { type RoomView, requireSight, viewRoom } from './view-room.ts'

/** Gives up the game; the other wins. @throws Problem not_found, forbidden, conflict when no game goes on */
export async function resign(tx: Tx, actor: Actor, roomId: string): Promise<RoomView> {
  const room = await lockRoom(tx, roomId)
  const players = await playersOf(tx.db, roomId)
  await requireSight(tx.db, actor.id, room, players)
  const loser = requirePlayer(players, actor)
  if (room.state === 'waiting') throw new Problem('conflict', 'The game has not begun')
  if (room.state === 'ended') throw new Problem('conflict', 'The game is over')
  await endRound(tx, room, players, { loser, reason: 'resigned' })
  return viewRoom(tx.db, actor.id, roomId)
}
