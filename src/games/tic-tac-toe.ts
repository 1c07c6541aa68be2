import { z } from '../http/schemas.ts'
import { Problem } from '../problem.ts'
import { type Board, emptyCells, findLine, isFull, type Rules, taking } from './rules.ts'

const SIZE = 3

const Move = z.strictObject({ row: z.number().int(), column: z.number().int() })

/** Two take turns to mark one of nine fields; three in a row, in any direction, win. */
export const ticTacToe: Rules<Board, z.infer<typeof Move>> = {
  key: 'tic-tac-toe',
  about: {
    title: 'Tic-tac-toe',
    genre: 'Board game',
    release_year: 1864,
    developer: 'Traditional',
    platform: 'Parley',
  },
  marks: ['X', 'O'],
  move: Move,
  start: () => ({ cells: emptyCells(SIZE, SIZE), turn: 0 }),

  play({ cells, turn }, { row, column }) {
    const cell = cells[row]?.[column]
    if (cell === undefined)
      throw new Problem('invalid', `This is out of the board: rows and columns are 0 to ${SIZE - 1}`)
    if (cell !== null) throw new Problem('conflict', 'This field is taken')
    return { cells: taking(cells, [row, column], turn), turn: 1 - turn }
  },

  outcome({ cells }) {
    return findLine(cells, SIZE) ?? (isFull(cells) ? { winner: null, line: [] } : undefined)
  },
}
