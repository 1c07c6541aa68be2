import { admitToHosted } from '../chats/hosted.ts'
import type { Tx } from '../db/commit.ts'
import type { Actor } from '../http/house.ts'
import { follow } from '../log/append.ts'
import { gameStream } from '../log/entry.ts'
import { notFound, Problem } from '../problem.ts'
import { findUser, toCard, type User } from '../users/user.ts'
import { beginRound } from './begin-round.ts'
import { newPerson } from './create-room.ts'
import { rulesOf } from './playable.ts'
import { changeRoom, lockRoom, type Person, playersOf, type Room, tellRoom, toRoomInfo } from './room.ts'
import { type RoomView, requireNoBlock, requireSight, viewRoom } from './view-room.ts'

export type ComesAs = 'player' | 'spectator'

/**
 * Comes into a room that one may see, to play or to look on. Whoever is there as that already only gets to see it
 * again: so one comes back after a disconnection. With the last player the game begins.
 * @throws Problem not_found, conflict when all places are taken, or a player means to look on; too_many
 */
export async function joinRoom(
  tx: Tx,
  actor: Actor,
  roomId: string,
  as: ComesAs,
  most: number,
): Promise<RoomView> {
  const room = await lockRoom(tx, roomId)
  const players = await playersOf(tx.db, roomId)
  const mine = await requireSight(tx.db, actor.id, room, players)
  await comeIn(tx, await findUser(tx.db, actor.id), { room, players, mine, as, most })
  return viewRoom(tx.db, actor.id, roomId)
}

/** The same by a code. @throws Problem not_found where it is the code of no room, conflict */
export async function joinByCode(
  tx: Tx,
  actor: Actor,
  code: string,
  as: ComesAs,
  most: number,
): Promise<RoomView> {
  const found = await tx.db.selectFrom('rooms').select('id').where('code', '=', code).executeTakeFirst()
  if (!found) throw notFound('room')
  const room = await lockRoom(tx, found.id)
  const players = await playersOf(tx.db, room.id)
  const mine = await requireSight(tx.db, actor.id, { ...room, is_public: 1 }, players)
  await comeIn(tx, await findUser(tx.db, actor.id), { room, players, mine, as, most })
  return viewRoom(tx.db, actor.id, room.id)
}

interface Coming {
  room: Room
  players: Person[]
  mine: Person | undefined
  as: ComesAs
  /** So many may be in one room. */
  most: number
}

async function comeIn(tx: Tx, user: User, { room, players, mine, as, most }: Coming): Promise<void> {
  if (mine?.role === as) return
  if (mine?.role === 'player') throw new Problem('conflict', 'You play here')
  await requireNoBlock(tx.db, user.id, room, players)
  if (mine?.role !== 'spectator' && players.length + room.spectator_count >= most)
    throw new Problem('conflict', `A room has space for ${most} people`)
  const person = newPerson(tx, room.id, user.id, as, as === 'player' ? freePlace(room, players) : null)
  await tx.db
    .deleteFrom('room_people')
    .where('room_id', '=', room.id)
    .where('user_id', '=', user.id)
    .execute()
  await tx.db.insertInto('room_people').values(person).execute()
  const all = as === 'player' ? [...players, person].sort((a, b) => a.place! - b.place!) : players
  const more = Number(as === 'spectator') - Number(mine?.role === 'spectator')
  const after = await changeRoom(tx, room, { spectator_count: room.spectator_count + more })
  if (mine?.role !== 'spectator') {
    follow(tx, [user.id], gameStream(room.id))
    await admitToHosted(tx, room.chat_id, [user], user.id)
  }
  tellRoom(tx, 'game.joined', user.id, toRoomInfo(after, all), { user: toCard(user), role: as }, user.id)
  if (as === 'player' && all.length === rulesOf(room.game_key).marks.length)
    await beginRound(tx, after, all, user.id)
}

/** @throws Problem conflict */
function freePlace({ game_key }: Room, players: Person[]): number {
  const taken = players.map((player) => player.place)
  const free = rulesOf(game_key).marks.findIndex((_, place) => !taken.includes(place))
  if (free === -1) throw new Problem('conflict', 'All places are taken')
  return free
}
