import { foundHosted } from '../chats/hosted.ts'
import type { Tx } from '../db/commit.ts'
import type { Actor } from '../http/house.ts'
import { newId, newSecret } from '../id.ts'
import { follow } from '../log/append.ts'
import { gameStream } from '../log/entry.ts'
import { invite } from './invite-to-room.ts'
import { rulesOf } from './playable.ts'
import { type Person, type Room, tellRoom, toRoomInfo } from './room.ts'
import { type RoomView, viewRoom } from './view-room.ts'

export interface NewRoom {
  game: string
  name: string
  isPublic: boolean
  invitedIds: string[]
  clockSeconds: number | null
}

/**
 * Opens a room, in which the actor waits for somebody to play with. He sits at the first place, which begins.
 * @throws Problem not_found, forbidden for invited people whom he cannot reach
 */
export async function createRoom(tx: Tx, actor: Actor, wish: NewRoom): Promise<RoomView> {
  const { about } = rulesOf(wish.game)
  const games = tx.db.selectFrom('games').select('id').where('key', '=', wish.game)
  const { id: game_id } = await games.executeTakeFirstOrThrow()
  const id = newId()
  const name = wish.name || about.title
  const chat = { host: gameStream(id), title: name, sharesHistory: true }
  const { id: chat_id } = await foundHosted(tx, actor.id, chat, [actor.id])
  const room = newRoom(tx, actor, { ...wish, id, game_id, name, chat_id })
  const me = newPerson(tx, id, actor.id, 'player', 0)
  await tx.db.insertInto('rooms').values(room).execute()
  await tx.db.insertInto('room_people').values(me).execute()
  follow(tx, [actor.id], gameStream(id))
  tellRoom(tx, 'game.created', actor.id, toRoomInfo(room, [me]))
  await invite(tx, actor, room, [me], wish.invitedIds)
  return viewRoom(tx.db, actor.id, id)
}

type Made = NewRoom & Pick<Room, 'id' | 'game_id' | 'name' | 'chat_id'>

function newRoom({ at }: Tx, actor: Actor, made: Made): Room {
  const { id, game_id, game, name, isPublic, clockSeconds, chat_id } = made
  return {
    id,
    game_id,
    game_key: game,
    name,
    is_public: Number(isPublic),
    code: isPublic ? null : newSecret(),
    creator_id: actor.id,
    state: 'waiting',
    round: 0,
    board: null,
    move_number: 0,
    clock_ms: clockSeconds === null ? null : clockSeconds * 1000,
    due_at: null,
    result: null,
    spectator_count: 0,
    chat_id,
    version: 1,
    created_at: at,
    active_at: at,
  }
}

export function newPerson(
  { at }: Pick<Tx, 'at'>,
  room_id: string,
  user_id: string,
  role: Person['role'],
  place: number | null = null,
): Person {
  return { room_id, user_id, role, place, wants_rematch: 0, joined_at: at }
}
