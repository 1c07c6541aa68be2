import type { RoomInfo } from '../../games/room.ts'
import type { Cell } from '../../games/rules.ts'

/** What these clients call a game, the ending that its events may have, and what they find in an empty cell. */
interface Spelling {
  type: string
  suffix: string
  spellings: string[]
  empty: string
}

const byKey: Record<string, Spelling> = {
  'tic-tac-toe': {
    type: 'morpion',
    suffix: '_morpion',
    spellings: ['tictactoe', 'tic_tac_toe'],
    // Their page lets one click on exactly this.
    empty: '',
  },
  'connect-four': {
    type: 'connect4',
    suffix: '_connect4',
    spellings: ['connectfour', 'connect_four', 'connect-4', 'connect_4', 'puissance4'],
    empty: ' ',
  },
}

/** The key of a game that is played here by any of its names; undefined for what is none. */
export function keyOfGame(name: string): string | undefined {
  const asked = name.trim().toLowerCase()
  return Object.keys(byKey).find(
    (key) => key === asked || byKey[key]!.type === asked || byKey[key]!.spellings.includes(asked),
  )
}

export const typeOfGame = (key: string) => byKey[key]?.type ?? key
export const suffixOfGame = (key: string) => byKey[key]?.suffix ?? ''

/** Endings of events, and the games that they stand for; without one it is said what is played, or it is tic-tac-toe. */
export const suffixes: [suffix: string, key: string | undefined][] = [
  ['', undefined],
  ...Object.entries(byKey).map(([key, { suffix }]): [string, string] => [suffix, key]),
]

const symbols = ['X', 'O']

/** X begins, in every game. */
export const symbolOf = (place: number) => symbols[place] ?? String(place + 1)

export function symbolOfUser({ players }: RoomInfo, userId: string | null): string | null {
  const player = players.find(({ user_id }) => user_id === userId)
  return player ? symbolOf(player.place) : null
}

/** How the board of a room stands, for a room in which a game has begun. */
export function stateOf(info: RoomInfo) {
  const { cells, turn } = info.board as { cells: Cell[][]; turn: number }
  const empty = byKey[info.game_key]?.empty ?? ''
  return {
    board: cells.map((row) => row.map((cell) => (cell === null ? empty : symbolOf(cell)))),
    current_player: symbolOf(turn),
    winner: symbolOfUser(info, info.result?.winner_id ?? null),
    is_full: cells.every((row) => row.every((cell) => cell !== null)),
  }
}
