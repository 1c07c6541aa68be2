import { z } from '../http/schemas.ts'
import { Problem } from '../problem.ts'
import { type Board, emptyCells, findLine, isFull, type Rules, taking } from './rules.ts'

const ROWS = 6
const COLUMNS = 7

const Move = z.strictObject({ column: z.number().int() })

/** Two take turns to drop a disc into one of seven columns, where it falls as far as it can; four in a row win. */
export const connectFour: Rules<Board, z.infer<typeof Move>> = {
  key: 'connect-four',
  about: {
    title: 'Connect four',
    genre: 'Board game',
    release_year: 1974,
    developer: 'Howard Wexler and Ned Strongin',
    platform: 'Parley',
  },
  marks: ['red', 'yellow'],
  move: Move,
  start: () => ({ cells: emptyCells(ROWS, COLUMNS), turn: 0 }),

  play({ cells, turn }, { column }) {
    if (cells[0]![column] === undefined)
      throw new Problem('invalid', `This is out of the board: columns are 0 to ${COLUMNS - 1}`)
    const row = cells.findLastIndex((all) => all[column] === null)
    if (row === -1) throw new Problem('conflict', 'This column is full')
    return { cells: taking(cells, [row, column], turn), turn: 1 - turn }
  },

  outcome({ cells }) {
    return findLine(cells, 4) ?? (isFull(cells) ? { winner: null, line: [] } : undefined)
  },
}
