/** What the server tells of games, as its OpenAPI document has it. */
import type { User } from '../store/things.ts'

/** What is played, here if it has a key, or elsewhere. */
export interface Game {
  id: string
  key: string | null
  title: string
  genre: string
  release_year: number | null
  developer: string
  rating: number | null
  platform: string
}

export type Cell = number | null

export interface Player {
  user_id: string
  place: number
  mark: string
  wants_rematch: boolean
}

export interface Result {
  winner_id: string | null
  reason: 'board' | 'resigned' | 'time'
  line: [row: number, column: number][]
}

/** A room as everybody in it sees it alike. */
export interface RoomInfo {
  id: string
  game_id: string
  game_key: string
  name: string
  public: boolean
  creator_id: string
  state: 'waiting' | 'playing' | 'ended'
  round: number
  players: Player[]
  board: { cells: Cell[][]; turn: number } | null
  turn_user_id: string | null
  move_number: number
  clock_seconds: number | null
  due_at: number | null
  result: Result | null
  spectator_count: number
  chat_id: string
  created_at: number
  active_at: number
  version: number
}

export interface Move {
  row?: number
  column: number
}

export interface MoveMade {
  number: number
  round: number
  user_id: string
  move: Move
  at: number
}

export type RoomRole = 'player' | 'spectator' | 'invited' | null

/** A room as I see it. */
export interface RoomView extends RoomInfo {
  role: RoomRole
  code: string | null
  users: User[]
}

/** The same as it is kept here: who its people are is known apart. */
export interface Room extends RoomInfo {
  role: RoomRole
  code: string | null
  last: MoveMade | null
}

export interface Friend {
  user: User
  since: number
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

export interface Standing {
  points: number
  wins: number
  draws: number
  losses: number
}

export interface Score extends Standing {
  game: Game
  best: number
}

export interface BoardLine extends Standing {
  rank: number
  user: User
  reached_at: number
}

export interface Leaderboard {
  from: number | null
  until: number | null
  count: number
  items: BoardLine[]
  next: string | null
  mine: BoardLine | null
}
