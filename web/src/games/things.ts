/** What the server tells of games, as its OpenAPI document has it. */
import type {
  Friend,
  Leaderboard,
  Move as MoveMade,
  RoomInfo,
  Room as RoomView,
} from '../../../sdk/src/api.gen.ts'

export type {
  Friend,
  Game,
  GameResult as Result,
  Leaderboard,
  RoomInfo,
  Score,
} from '../../../sdk/src/api.gen.ts'

/** A room as I see it, and what was moved in it. */
export type { MoveMade, RoomView }

export type Move = Partial<Extract<MoveMade['move'], { row: number }>> & { column: number }
export type Player = RoomInfo['players'][number]
export type Cell = NonNullable<RoomInfo['board']>['cells'][number][number]
export type RoomRole = RoomView['role']
export type BoardLine = Leaderboard['items'][number]

/** A room as it is kept here: who its people are is known apart. */
export interface Room extends RoomInfo {
  role: RoomRole
  code: string | null
  last: MoveMade | null
}

/** What the page knows of games. */
export interface Games {
  /** Were my rooms read, or is this only what was heard? */
  read: boolean
  rooms: Record<string, Room>
  friends: Record<string, Friend> | null
  /** How many results of mine were counted meanwhile: leaderboards have changed. */
  results: number
}
