import { closeMyRoom } from '../../games/close-room.ts'
import { createRoom } from '../../games/create-room.ts'
import { findRoom } from '../../games/find-room.ts'
import { joinRoom } from '../../games/join-room.ts'
import { listRooms } from '../../games/list-rooms.ts'
import { roomName } from '../../games/room.ts'
import { change, type Endpoint, endpoint, openEndpoint } from '../../http/endpoint.ts'
import { text, wholeNumber, z } from '../../http/schemas.ts'
import { Problem } from '../../problem.ts'
import type { Room } from '../dialect.ts'
import { keyOfGame, typeOfGame } from './game-names.ts'
import { OldRoom, toOldRoom } from './old-room.ts'

const tag = 'playhub'
const gameType = text(40).nullish()

/** @throws Problem invalid for a game that is not played here */
export function keyWanted(type: string | null | undefined): string {
  const key = keyOfGame(type || 'morpion')
  if (!key) throw new Problem('invalid', 'game_type : attendu morpion ou connect4')
  return key
}

export function roomCalls({ authenticate }: Room): Endpoint[] {
  return [
    endpoint({
      method: 'post',
      path: '/create_room',
      tag,
      summary: 'Open a room to play in; I sit in it',
      description: 'Leads on to the list of rooms.',
      body: z
        .object({ room_name: roomName.min(1), game_type: gameType })
        .openapi({ example: { room_name: 'La table', game_type: 'morpion' } }),
      answer: z.object({ message: z.string(), room_id: z.string(), room: OldRoom }),
      status: 302,
      async run({ commit }, { actor, body, headers }) {
        const game = keyWanted(body.game_type)
        const wish = { game, name: body.room_name, isPublic: true, invitedIds: [], clockSeconds: null }
        const room = await commit((tx) => createRoom(tx, actor, wish))
        headers.Location = listOf(game)
        return { message: 'Salle créée.', room_id: room.id, room: toOldRoom(room) }
      },
    }),
    endpoint({
      method: 'get',
      path: '/rooms',
      tag,
      summary: 'The rooms that are open to everybody, the newest first',
      query: z.object({ game_type: gameType, limit: wholeNumber(1, 200).default(200) }),
      answer: z.object({ rooms: z.array(OldRoom), game_type: z.string().nullable() }),
      async run({ db }, { actor, query: { game_type, limit } }) {
        const game = game_type ? keyWanted(game_type) : undefined
        const { items } = await listRooms(db.reader, actor.id, { mine: false, game }, undefined, limit)
        return { rooms: items.map(toOldRoom), game_type: game_type || null }
      },
    }),
    openEndpoint({
      method: 'get',
      path: '/join_room/{room}',
      tag,
      summary: 'Come into a room, to play',
      description: 'By its name or id. Leads on to the list of rooms. A token or cookie is needed.',
      params: z.object({ room: text(100, 1) }),
      answer: z.object({ message: z.string(), room: OldRoom }),
      status: 302,
      async run({ db, commit, config }, { params, request, headers }) {
        const actor = await authenticate.client(request, true)
        const { id, game_key } = await findRoom(db.reader, actor.id, params.room)
        const room = await commit((tx) => joinRoom(tx, actor, id, 'player', config.maxMembers))
        headers.Location = listOf(game_key)
        return { message: 'Vous êtes dans la salle.', room: toOldRoom(room) }
      },
    }),
    change({
      method: 'post',
      path: '/delete_room',
      tag,
      summary: 'Close a room that I have made',
      body: z
        .object({ room_name: text(100, 1), game_type: gameType })
        .openapi({ example: { room_name: 'La table' } }),
      answer: z.object({ message: z.string() }).openapi({ example: { message: 'Salle supprimée.' } }),
      async change(tx, { actor, body }) {
        const game = body.game_type ? keyWanted(body.game_type) : undefined
        const { id } = await findRoom(tx.db, actor.id, body.room_name, game)
        await closeMyRoom(tx, actor, id)
        return { message: 'Salle supprimée.' }
      },
    }),
  ]
}

const listOf = (game: string) => `/rooms?game_type=${typeOfGame(game)}`
