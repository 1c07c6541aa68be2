import type { Cell, Move, Room } from './things.ts'

/** Row and column, from 0. */
export type Place = [row: number, column: number]

/** Games in which a piece falls to the lowest free field of its column. */
export const falls = (gameKey: string) => gameKey === 'connect-four'

/** What is asked for by choosing a field. */
export const moveAt = (gameKey: string, [row, column]: Place): Move =>
  falls(gameKey) ? { column } : { row, column }

/** Where a move would end up; null where it cannot. The server decides; this is only to show it at once. */
export function landing(gameKey: string, cells: Cell[][], { row, column }: Move): Place | null {
  const at = falls(gameKey) ? cells.findLastIndex((all) => all[column] === null) : (row ?? -1)
  return cells[at]?.[column] === null ? [at, column] : null
}

/** The field that a move has taken. */
export function takenBy(cells: Cell[][], { row, column }: Move): Place | null {
  const at = row ?? cells.findIndex((all) => all[column] !== null)
  return cells[at] ? [at, column] : null
}

/** A move of mine that the server has not answered yet. */
export interface Pending {
  number: number
  move: Move
}

/** A board as it is shown. */
export interface Seen {
  cells: Cell[][]
  last: Place | null
  line: Place[]
  /** The field of the move that is on its way. */
  pending: Place | null
}

const sizes: Record<string, Place> = { 'tic-tac-toe': [3, 3], 'connect-four': [6, 7] }

/** The board with what I expect of my move. */
export function seen(room: Room, myPlace: number | undefined, pending: Pending | undefined): Seen {
  const [rows, columns] = sizes[room.game_key] ?? [3, 3]
  const cells = room.board?.cells ?? Array.from({ length: rows }, () => Array<Cell>(columns).fill(null))
  const isNext = pending?.number === room.move_number + 1 && room.board?.turn === myPlace
  const at = isNext && room.state === 'playing' ? landing(room.game_key, cells, pending.move) : null
  const isLast = room.last?.round === room.round && room.last.number === room.move_number
  return {
    cells: at
      ? cells.map((all, r) => all.map((cell, c) => (at[0] === r && at[1] === c ? myPlace! : cell)))
      : cells,
    last: room.last && isLast ? takenBy(cells, room.last.move) : null,
    line: room.state === 'ended' ? ((room.result?.line ?? []) as Place[]) : [],
    pending: at,
  }
}

export const isAt = (place: Place | null | undefined, row: number, column: number) =>
  place?.[0] === row && place[1] === column
