import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { connectFour } from './connect-four.ts'
import { playable } from './playable.ts'
import type { Board, Cell, Rules } from './rules.ts'
import { ticTacToe } from './tic-tac-toe.ts'

/** The legal moves of a board, found by trying every field. */
const moves: Record<string, (board: Board) => unknown[]> = {
  'tic-tac-toe': ({ cells }) =>
    cells.flatMap((all, row) => all.flatMap((cell, column) => (cell === null ? [{ row, column }] : []))),
  'connect-four': ({ cells }) => cells[0]!.flatMap((cell, column) => (cell === null ? [{ column }] : [])),
}

/** Who has so many in a row, found in another way: every line of the board is written down and searched as text. */
function winners(cells: Cell[][], length: number): number[] {
  const [rows, columns] = [cells.length, cells[0]!.length]
  const lines: string[] = cells.map((row) => row.map((cell) => cell ?? '.').join(''))
  for (let c = 0; c < columns; c++) lines.push(cells.map((row) => row[c] ?? '.').join(''))
  for (let sum = -rows; sum < rows + columns; sum++) {
    const down = cells.map((row, r) => (r + sum in row ? (row[r + sum] ?? '.') : ''))
    const up = cells.map((row, r) => (sum - r in row ? (row[sum - r] ?? '.') : ''))
    lines.push(down.join(''), up.join(''))
  }
  return [0, 1].filter((player) => lines.some((line) => line.includes(String(player).repeat(length))))
}

/** Plays to the end, each move drawn from those that are legal, and looks at every board on the way. */
function playOut(rules: Rules, length: number, draws: number[]) {
  let board = rules.start()
  let made = 0
  for (let outcome = rules.outcome(board); !outcome; outcome = rules.outcome(board)) {
    const before = structuredClone(board)
    const legal = moves[rules.key]!(board)
    const after = rules.play(board, legal[draws[made % draws.length]! % legal.length])
    expect(board).toEqual(before)
    expect(after.turn).toBe(1 - before.turn)
    const taken = after.cells.flat().filter((cell) => cell !== null).length
    expect(taken).toBe(++made)
    board = JSON.parse(JSON.stringify(after))
    const won = winners(board.cells, length)
    const now = rules.outcome(board)
    expect(now?.winner ?? undefined).toBe(won[0])
    expect(now !== undefined).toBe(won.length > 0 || moves[rules.key]!(board).length === 0)
    for (const [row, column] of now?.line ?? []) expect(board.cells[row]![column]).toBe(now!.winner)
    if (now?.winner !== null && now) expect(now.line.length).toBeGreaterThanOrEqual(length)
  }
  return { made, winner: rules.outcome(board)!.winner }
}

const games = [
  [ticTacToe as Rules, 3, 9],
  [connectFour as Rules, 4, 42],
] as const

for (const [rules, length, most] of games)
  test(`${rules.key}: whatever is played ends, and who has won is who a search of all lines finds`, () => {
    const ends = new Set<number | null>()
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { minLength: most, maxLength: most }), (draws) => {
        const { made, winner } = playOut(rules, length, draws)
        ends.add(winner)
        expect(made).toBeLessThanOrEqual(most)
      }),
      { numRuns: 300 },
    )
    expect(ends).toContain(0)
    expect(ends).toContain(1)
  })

test('of each game one knows what it is, how many play, and why a move is refused', () => {
  expect([...playable.keys()]).toEqual(games.map(([rules]) => rules.key))
  const refused = (rules: Rules, board: Board, move: object) => {
    try {
      rules.play(board, move)
      return 'taken'
    } catch (problem) {
      return (problem as Error).message
    }
  }
  const one = ticTacToe.play(ticTacToe.start(), { row: 1, column: 1 })
  expect(refused(ticTacToe as Rules, one, { row: 1, column: 1 })).toBe('This field is taken')
  for (const move of [
    { row: 3, column: 0 },
    { row: 0, column: -1 },
    { row: -1, column: 0 },
  ])
    expect(refused(ticTacToe as Rules, one, move)).toBe(
      'This is out of the board: rows and columns are 0 to 2',
    )
  let four = connectFour.start()
  for (let n = 0; n < 6; n++) four = connectFour.play(four, { column: 3 })
  expect(refused(connectFour as Rules, four, { column: 3 })).toBe('This column is full')
  for (const column of [-1, 7])
    expect(refused(connectFour as Rules, four, { column })).toBe(
      'This is out of the board: columns are 0 to 6',
    )
})

test('a board without a line, where no field is free, is a draw', () => {
  let board = ticTacToe.start()
  for (const n of [0, 1, 2, 4, 3, 5, 7, 6, 8])
    board = ticTacToe.play(board, { row: Math.floor(n / 3), column: n % 3 })
  expect(ticTacToe.outcome(board)).toEqual({ winner: null, line: [] })
})
