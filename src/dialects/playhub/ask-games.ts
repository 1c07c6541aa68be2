import { createRoom } from '../../games/create-room.ts'
import { findRoom } from '../../games/find-room.ts'
import { joinRoom } from '../../games/join-room.ts'
import { leaveRoom } from '../../games/leave-room.ts'
import { makeMove } from '../../games/move.ts'
import { offerRematch } from '../../games/rematch.ts'
import { roomName } from '../../games/room.ts'
import { type RoomView, viewRoom } from '../../games/view-room.ts'
import { check } from '../../http/check.ts'
import type { House } from '../../http/house.ts'
import { text, z } from '../../http/schemas.ts'
import { spokenText } from '../../messages/message.ts'

import { sendOne } from '../../messages/routes.ts'
import { Problem } from '../../problem.ts'
import type { Ear } from './ear.ts'
import type { Hall } from './hall.ts'
import { id } from './id.ts'
import { keyWanted } from './rooms.ts'
import { sayHistory, sayJoined, sayStarted, sayState } from './table.ts'

/** Where something is asked, and by which ending of its name the game is told. */
interface Asking {
  house: House
  hall: Hall
  ear: Ear
  given: unknown
  game: string | undefined
}

const There = z.object({ room: text(100, 1).nullish(), room_id: id.nullish() })
/** Some take it from what is written in the page. */
const index = z.union([z.number().int(), z.string().regex(/^\d$/).transform(Number)])

const Creating = z.object({
  room: roomName.nullish(),
  room_name: roomName.nullish(),
  game_type: text(40).nullish(),
})
const Saying = z.object({ message: spokenText })
const Cell = z.object({ row: index, col: index.optional(), column: index.optional() })
const Column = z.object({ column: index.optional(), col: index.optional() })

/** What these clients ask for while they play, by the names of their events without an ending. */
export const gameAsks: Record<string, (asking: Asking) => Promise<void>> = {
  async connect({ ear, game }) {
    ear.sayOf(game ?? '', 'connected', { message: 'Connected to the game server.' })
  },

  get_rooms: ({ hall, ear }) => hall.show(ear),

  async create_room({ house, ear, given, game }) {
    const { room, room_name, game_type } = check(Creating, given, 'create_room')
    const name = room || room_name
    if (!name) throw new Problem('invalid', 'create_room.room: must be a name')
    const key = game ?? keyWanted(game_type)
    const wish = { game: key, name, isPublic: true, invitedIds: [], clockSeconds: null }
    const made = await house.commit((tx) => createRoom(tx, ear.talk.who, wish))
    ear.call(made.id, name)
  },

  async join_room(asking) {
    const { house, ear } = asking
    const before = await roomAsked(asking)
    const { who } = ear.talk
    const room = await house.commit((tx) => joinRoom(tx, who, before.id, 'player', house.config.maxMembers))
    // Who comes back is told so by nobody else.
    if (before.role !== 'player') return
    await sayJoined(house, ear, room)
    await sayHistory(house, ear, room)
    if (room.board) sayState(ear, room)
  },

  /** A game begins by itself when both are here; after one, both say that they want another. */
  async start_game(asking) {
    const { house, ear } = asking
    const room = await roomAsked(asking)
    if (room.role !== 'player') throw new Problem('forbidden', 'Only who plays here may do this')
    if (room.state === 'waiting') throw new Problem('conflict', 'Waiting for another player')
    if (room.state === 'playing') return sayStarted(ear, room)
    await house.commit((tx) => offerRematch(tx, ear.talk.who, room.id))
  },

  async make_move(asking) {
    const { house, ear, given } = asking
    const room = await roomAsked(asking)
    const { who } = ear.talk
    if (room.state === 'playing' && room.role === 'player' && room.turn_user_id !== who.id)
      throw new Problem('conflict', "It's not your turn!")
    const move = readMove(room, given)
    const isHis = room.turn_user_id === who.id
    await house
      .commit((tx) => makeMove(tx, who, room.id, room.move_number + 1, move))
      .catch((error) => {
        const illegal = isHis && error instanceof Problem && /^(invalid|conflict)$/.test(error.code)
        throw illegal ? new Problem(error.code, 'Invalid move!') : error
      })
  },

  async send_message(asking) {
    const { house, ear, given } = asking
    const { message } = check(Saying, given, 'send_message')
    const room = await roomAsked(asking)
    await sendOne(house, ear.talk.who, room.chat_id, { text: message }, undefined)
  },

  async leave_room(asking) {
    const { house, ear } = asking
    const room = await roomAsked(asking)
    await house.commit((tx) => leaveRoom(tx, ear.talk.who.id, room.id))
    ear.forget(room.id)
  },
}
gameAsks.play_again = gameAsks.start_game!

/** By the id if there is one; by the name that this client used before, or by the name alone. */
async function roomAsked({ house, ear, given, game }: Asking): Promise<RoomView> {
  const { room, room_id } = check(There, given, 'room')
  const named = room_id ?? room
  if (!named) throw new Problem('invalid', 'room: must be the name or the id of a room')
  const { db } = house
  const userId = ear.talk.who.id
  const known = ear.roomCalled(named)
  const view = known
    ? await viewRoom(db.reader, userId, known)
    : await findRoom(db.reader, userId, named, game)
  if (game && view.game_key !== game) throw new Problem('conflict', 'Another game is played in this room')
  ear.call(view.id, room ?? named)
  return view
}

function readMove({ game_key }: RoomView, given: unknown) {
  if (game_key === 'connect-four') {
    const { column, col } = check(Column, given, 'make_move')
    return { column: needed(column ?? col) }
  }
  const { row, col, column } = check(Cell, given, 'make_move')
  return { row, column: needed(col ?? column) }
}

function needed(column: number | undefined): number {
  if (column === undefined) throw new Problem('invalid', 'make_move.col: must be a number')
  return column
}
