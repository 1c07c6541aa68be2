import { dismissFromHosted } from '../chats/hosted.ts'
import type { Tx } from '../db/commit.ts'
import { unfollow } from '../log/append.ts'
import { gameStream } from '../log/entry.ts'
import { closeRoom } from './close-room.ts'
import { endRound } from './end-round.ts'
import { changeRoom, lockRoom, type Person, playersOf, type Room, tellRoom, toRoomInfo } from './room.ts'
import { requireSight } from './view-room.ts'

/**
 * Goes out of a room, or declines an invitation. Who leaves in the middle of a game resigns; with the last player the
 * room is closed. @throws Problem not_found
 */
export async function leaveRoom(tx: Tx, userId: string, roomId: string): Promise<void> {
  const room = await lockRoom(tx, roomId)
  const players = await playersOf(tx.db, roomId)
  const mine = await requireSight(tx.db, userId, room, players)
  if (mine) await goOut(tx, room, players, mine)
}

async function goOut(tx: Tx, room: Room, players: Person[], mine: Person): Promise<void> {
  const left = players.filter((player) => player !== mine && player.user_id !== mine.user_id)
  if (mine.role === 'player' && left.length === 0) return closeRoom(tx, room, mine.user_id)
  const resigns = mine.role === 'player' && room.state === 'playing'
  const ended = resigns ? await endRound(tx, room, players, { loser: mine, reason: 'resigned' }) : room
  await tx.db
    .deleteFrom('room_people')
    .where('room_id', '=', room.id)
    .where('user_id', '=', mine.user_id)
    .execute()
  if (mine.role === 'invited') return
  const fewer = Number(mine.role === 'spectator')
  const after = await changeRoom(tx, ended, { spectator_count: room.spectator_count - fewer })
  await dismissFromHosted(tx, room.chat_id, mine.user_id, mine.user_id)
  tellRoom(tx, 'game.left', mine.user_id, toRoomInfo(after, left), { user_id: mine.user_id })
  unfollow(tx, [mine.user_id], gameStream(room.id))
}
