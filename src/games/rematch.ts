import type { Tx } from '../db/commit.ts'
import type { Actor } from '../http/house.ts'
import { Problem } from '../problem.ts'
import { blockedAmong } from '../users/block.ts'
import { beginRound } from './begin-round.ts'
import { requirePlayer } from './move.ts'
import { rulesOf } from './playable.ts'
import { changeRoom, lockRoom, type Person, playersOf, tellRoom, toRoomInfo } from './room.ts'
import { type RoomView, requireSight, viewRoom } from './view-room.ts'

/**
 * Offers to play again, or accepts it: when all want to, the next round begins, and everybody moves up by one place.
 * @throws Problem not_found, forbidden, conflict while the game goes on, or when the other has left
 */
export async function offerRematch(tx: Tx, actor: Actor, roomId: string): Promise<RoomView> {
  const room = await lockRoom(tx, roomId)
  const players = await playersOf(tx.db, roomId)
  await requireSight(tx.db, actor.id, room, players)
  const me = requirePlayer(players, actor)
  const { marks } = rulesOf(room.game_key)
  if (room.state !== 'ended') throw new Problem('conflict', 'The game is not over')
  if (players.length < marks.length) throw new Problem('conflict', 'Nobody is here to play with')
  const others = players.flatMap(({ user_id }) => (user_id === actor.id ? [] : [user_id]))
  if ((await blockedAmong(tx.db, actor.id, others)).size > 0)
    throw new Problem('forbidden', 'You cannot reach this person')
  if (me.wants_rematch === 0) {
    me.wants_rematch = 1
    await seat(tx, me)
    const after = await changeRoom(tx, room, {})
    tellRoom(tx, 'game.rematch_offered', actor.id, toRoomInfo(after, players), { user_id: actor.id })
    if (players.every((player) => player.wants_rematch === 1))
      await beginRound(tx, after, await moveUp(tx, players), actor.id)
  }
  return viewRoom(tx.db, actor.id, roomId)
}

/** Whoever was second begins. */
async function moveUp(tx: Tx, players: Person[]): Promise<Person[]> {
  const moved = players.map((player) => ({
    ...player,
    place: (player.place! + players.length - 1) % players.length,
  }))
  for (const player of moved) await seat(tx, player)
  return moved.sort((a, b) => a.place - b.place)
}

function seat({ db }: Tx, { room_id, user_id, place, wants_rematch }: Person) {
  return db
    .updateTable('room_people')
    .set({ place, wants_rematch })
    .where('room_id', '=', room_id)
    .where('user_id', '=', user_id)
    .execute()
}
