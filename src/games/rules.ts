import type { z } from '../http/schemas.ts'

/** Nobody has moved here yet, or who has: the place at which he sits, from 0. */
export type Cell = number | null

/** How a game stands: plain JSON, seen by everybody. A game may keep more in it than this. */
export type Board = {
  /** Rows from top to bottom. */
  cells: Cell[][]
  /** Whose turn it is, by his place. */
  turn: number
}

export type Place = [row: number, column: number]

/** How a game has ended. */
export interface Outcome {
  /** The place of who has won; null where nobody has. */
  winner: number | null
  /** The cells that made it so; empty for a draw. */
  line: Place[]
}

/** The facts that the catalogue begins with. */
interface About {
  title: string
  genre: string
  release_year: number
  developer: string
  platform: string
}

/**
 * A game that is played here. Its rules are pure: they know of no people, clocks or databases. Whose turn it is, and that
 * the game still goes on, has been looked at before `play` is called.
 */
export interface Rules<B extends Board = Board, Move = unknown> {
  /** Its name in addresses and in the database; never changed. */
  key: string
  about: About
  /** What stands for the player at each place. As many play as there are marks. */
  marks: readonly string[]
  /** The shape of a move. */
  move: z.ZodType<Move>
  start(): B
  /** The board after a move; the one before stays as it is. @throws Problem invalid, conflict: why the move is illegal */
  play(board: B, move: Move): B
  /** Undefined while the game goes on. */
  outcome(board: B): Outcome | undefined
}

const directions: Place[] = [
  [0, 1],
  [1, 0],
  [1, 1],
  [1, -1],
]

/** The first line of so many cells that belong to one player, and the cells that go on with it. */
export function findLine(cells: Cell[][], length: number): Outcome | undefined {
  for (const [row, all] of cells.entries())
    for (const [column, winner] of all.entries()) {
      if (winner === null) continue
      for (const step of directions) {
        const line = lineFrom(cells, [row, column], step)
        if (line.length >= length) return { winner, line }
      }
    }
  return undefined
}

function lineFrom(cells: Cell[][], [row, column]: Place, [down, right]: Place): Place[] {
  const owner = cells[row]![column]
  const line: Place[] = []
  for (let n = 0; cells[row + n * down]?.[column + n * right] === owner; n++)
    line.push([row + n * down, column + n * right])
  return line
}

export function isFull(cells: Cell[][]): boolean {
  return cells.every((row) => row.every((cell) => cell !== null))
}

export function emptyCells(rows: number, columns: number): Cell[][] {
  return Array.from({ length: rows }, () => Array<Cell>(columns).fill(null))
}

/** The same board with one more cell taken by whose turn it is. */
export function taking(cells: Cell[][], [row, column]: Place, by: number): Cell[][] {
  return cells.map((all, r) => all.map((cell, c) => (r === row && c === column ? by : cell)))
}
