import { rulesOf } from '../../games/playable.ts'
import type { RoomInfo } from '../../games/room.ts'
import type { Board } from '../../games/rules.ts'
import type { House } from '../../http/house.ts'
import type { HeardEntry } from '../talk-wire.ts'
import type { Ear } from './ear.ts'
import { symbolOfUser, typeOfGame } from './game-names.ts'
import { about, sayCount, sayHistory, sayJoined, sayOver, sayScores, sayStarted, sayState } from './table.ts'

type Heard = { room: RoomInfo; user?: { id: string }; role?: string }

/** What becomes of games, in the events of these clients. */
export const gameEntries: Record<
  string,
  (house: House, ear: Ear, entry: HeardEntry) => Promise<void> | void
> = {
  'game.created'(_house, ear, { body }) {
    const { room } = body as Heard
    ear.sayBoth(room.game_key, 'room_created', {
      ...about(ear, room),
      creator_id: room.creator_id,
      game_type: typeOfGame(room.game_key),
      playerCount: room.players.length,
      symbol: symbolOfUser(room, ear.talk.who.id),
    })
  },
  async 'game.joined'(house, ear, { body }) {
    const { room, user, role } = body as Heard
    if (user?.id === ear.talk.who.id) {
      await sayJoined(house, ear, room)
      await sayHistory(house, ear, room)
    }
    if (role === 'player') sayCount(ear, room)
  },
  async 'game.started'(house, ear, { body }) {
    const { room } = body as Heard
    // Whoever was second begins the next time: he is told by what he plays now.
    if (room.round > 1) await sayJoined(house, ear, room)
    sayStarted(ear, room)
  },
  'game.moved'(_house, ear, { body }) {
    const { room } = body as Heard
    // The move that ends the game is told with how it ended.
    if (!rulesOf(room.game_key).outcome(room.board as Board)) sayState(ear, room)
  },
  async 'game.ended'(house, ear, { body }) {
    const { room } = body as Heard
    if (room.board) sayState(ear, room)
    sayOver(ear, room)
    await sayScores(house, ear, room)
  },
  'game.left'(_house, ear, { body }) {
    sayCount(ear, (body as Heard).room)
  },
  'game.closed'(_house, ear, { body }) {
    ear.forget((body as { room_id: string }).room_id)
  },
}
