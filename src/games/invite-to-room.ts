import { findAddable } from '../chats/admit.ts'
import type { Tx } from '../db/commit.ts'
import { insertAll } from '../db/insert.ts'
import type { Actor } from '../http/house.ts'
import { append } from '../log/append.ts'
import { userStream } from '../log/entry.ts'
import { Problem } from '../problem.ts'
import { findUser, toCard } from '../users/user.ts'
import { newPerson } from './create-room.ts'
import { rulesOf } from './playable.ts'
import { lockRoom, type Person, playersOf, type Room, toRoomInfo } from './room.ts'
import { requireSight } from './view-room.ts'

/** Lets people know of a room, and into it. @throws Problem not_found, forbidden */
export async function inviteToRoom(tx: Tx, actor: Actor, roomId: string, userIds: string[]): Promise<void> {
  const room = await lockRoom(tx, roomId)
  const players = await playersOf(tx.db, roomId)
  const mine = await requireSight(tx.db, actor.id, room, players)
  if (mine?.role !== 'player') throw new Problem('forbidden', 'Only who plays here may invite others')
  await invite(tx, actor, room, players, userIds)
}

/** The same in a room that is locked, by somebody who may. Who is here or invited already hears nothing. */
export async function invite(
  tx: Tx,
  actor: Actor,
  room: Room,
  players: Person[],
  userIds: string[],
): Promise<void> {
  const others = [...new Set(userIds)].filter((id) => id !== actor.id)
  if (others.length === 0) return
  await findAddable(tx, actor.id, others)
  const there = tx.db.selectFrom('room_people').select('user_id').where('room_id', '=', room.id)
  const known = new Set((await there.where('user_id', 'in', others).execute()).map((row) => row.user_id))
  const fresh = others.filter((id) => !known.has(id))
  await insertAll(
    tx.db,
    'room_people',
    fresh.map((id) => newPerson(tx, room.id, id, 'invited')),
  )
  const body = { room: toRoomInfo(room, players), user: toCard(await findUser(tx.db, actor.id)) }
  const alert = {
    key: 'game.invited',
    args: { game: rulesOf(room.game_key).about.title },
    collapse: `game:${room.id}`,
  }
  for (const id of fresh)
    append(tx, {
      stream: userStream(id),
      kind: 'game.invited',
      actorId: actor.id,
      body,
      about: actor.id,
      alert,
    })
}
