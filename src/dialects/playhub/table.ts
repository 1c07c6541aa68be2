import type { RoomInfo } from '../../games/room.ts'
import { scoresOf } from '../../games/user-scores.ts'
import type { House } from '../../http/house.ts'
import { listMessages } from '../../messages/list.ts'
import { Problem } from '../../problem.ts'
import { pictureUrl, usersOf } from '../../users/user.ts'
import type { Ear } from './ear.ts'
import { stateOf, symbolOf, symbolOfUser } from './game-names.ts'
import { wordsOf } from './old-chat.ts'
import { addressOf } from './person.ts'

const MOST_HISTORY = 100

/** What is told of a room in every event about it. */
export const about = (ear: Ear, room: RoomInfo) => ({ room: ear.nameOf(room), room_id: room.id })

/** Somebody has sat down, perhaps again: he sees who is here, what he plays by, and what was said. */
export async function sayJoined(house: House, ear: Ear, room: RoomInfo): Promise<void> {
  const users = await usersOf(
    house.db.reader,
    room.players.map(({ user_id }) => user_id),
  )
  const players = room.players.map(({ user_id, place }) => {
    const user = users.get(user_id)
    return {
      user_id,
      username: user?.username ?? '',
      avatarUrl: addressOf(ear.talk.origin, pictureUrl(user?.picture_id ?? null)),
      symbol: symbolOf(place),
    }
  })
  ear.sayOf(room.game_key, 'room_joined', {
    ...about(ear, room),
    playerCount: players.length,
    symbol: symbolOfUser(room, ear.talk.who.id),
    player: players.find(({ user_id }) => user_id === ear.talk.who.id) ?? null,
    players,
  })
}

export async function sayHistory(house: House, ear: Ear, room: RoomInfo): Promise<void> {
  const { db } = house
  const { items } = await listMessages(db.reader, ear.talk.who.id, room.chat_id, { limit: MOST_HISTORY })
  const said = items.filter(({ deleted }) => !deleted)
  const senders = await usersOf(db.reader, [...new Set(said.map(({ sender_id }) => sender_id))])
  const history = said.map((one) => asSaid(ear, senders.get(one.sender_id)?.username ?? '', wordsOf(one)))
  ear.sayOf(room.game_key, 'chat_history', history)
}

/** Those who know the endings also know who has said it. */
export function asSaid(ear: Ear, user: string, message: string) {
  return ear.suffixed ? { user, message } : message
}

export function sayCount(ear: Ear, room: RoomInfo): void {
  const playerCount = room.players.length
  ear.sayBoth(room.game_key, 'update_player_count', { ...about(ear, room), playerCount })
}

export function sayStarted(ear: Ear, room: RoomInfo): void {
  ear.sayOf(room.game_key, 'game_started', { ...about(ear, room), message: 'A new game has started.' })
  sayState(ear, room)
}

export function sayState(ear: Ear, room: RoomInfo): void {
  const state = stateOf(room)
  const user_id = room.turn_user_id
  const current_player_info = user_id === null ? null : { user_id, symbol: state.current_player }
  ear.sayOf(room.game_key, 'update_state', { ...state, ...about(ear, room), current_player_info })
}

export function sayOver(ear: Ear, room: RoomInfo): void {
  const winner = symbolOfUser(room, room.result?.winner_id ?? null)
  const message = winner === null ? 'Draw!' : `${winner} wins!`
  ear.sayOf(room.game_key, 'game_over', { ...about(ear, room), message, winner })
}

/** Of somebody whom he blocks, say, in the middle of a game. */
function noneIfHidden(error: unknown): [] {
  if (error instanceof Problem && error.code === 'not_found') return []
  throw error
}

/** How often each of them has won this game, wherever he did. */
export async function sayScores({ db }: House, ear: Ear, room: RoomInfo): Promise<void> {
  const scores: Record<string, number> = {}
  for (const { user_id, place } of room.players) {
    const all = await scoresOf(db.reader, ear.talk.who.id, user_id).catch(noneIfHidden)
    scores[symbolOf(place)] = all.find(({ game }) => game.key === room.game_key)?.wins ?? 0
  }
  ear.sayOf(room.game_key, 'update_scores', scores)
}
