import { expect, test } from 'bun:test'
import { connectFour } from '../../../src/games/connect-four.ts'
import { ticTacToe } from '../../../src/games/tic-tac-toe.ts'
import { landing, type Place, seen, takenBy } from './rules.ts'
import type { Cell, Room } from './things.ts'

const room = (game_key: string, cells: Cell[][], more: Partial<Room> = {}) =>
  ({
    game_key,
    board: { cells, turn: 0 },
    state: 'playing',
    round: 1,
    move_number: 4,
    last: null,
    ...more,
  }) as Room

/** Where the server puts the piece. */
function played(before: Cell[][], after: Cell[][]): Place | undefined {
  for (const [r, all] of after.entries())
    for (const [c, cell] of all.entries()) if (cell !== before[r]![c]) return [r, c]
  return undefined
}

test('a piece is shown where the server will put it, in any column, as often as there is room', () => {
  let { cells } = connectFour.start()
  for (let n = 0; n < 6; n++)
    for (let column = 0; column < 7; column++) {
      const after = connectFour.play({ cells, turn: n % 2 }, { column }).cells
      expect(landing('connect-four', cells, { column })).toEqual(played(cells, after)!)
      expect(takenBy(after, { column })).toEqual(played(cells, after)!)
      cells = after
    }
  expect(landing('connect-four', cells, { column: 3 })).toBeNull()
  expect(landing('connect-four', cells, { column: 7 })).toBeNull()
})

test('what the server would refuse is not shown as if it were done', () => {
  const { cells } = ticTacToe.play(ticTacToe.start(), { row: 1, column: 1 })
  expect(landing('tic-tac-toe', cells, { row: 1, column: 1 })).toBeNull()
  expect(landing('tic-tac-toe', cells, { row: 3, column: 0 })).toBeNull()
  const mine = { number: 5, move: { row: 0, column: 2 } }
  expect(seen(room('tic-tac-toe', cells), 0, mine)).toMatchObject({ pending: [0, 2] })
  expect(seen(room('tic-tac-toe', cells), 0, mine).cells[0]).toEqual([null, null, 0])
  // It is the other one's turn; it was made already; the game is over.
  expect(seen(room('tic-tac-toe', cells), 1, mine).pending).toBeNull()
  expect(seen(room('tic-tac-toe', cells, { move_number: 5 }), 0, mine).pending).toBeNull()
  expect(seen(room('tic-tac-toe', cells, { state: 'ended' }), 0, mine).pending).toBeNull()
})

test('the last move is marked in its own round only', () => {
  const { cells } = ticTacToe.play(ticTacToe.start(), { row: 2, column: 0 })
  const last = { number: 4, round: 1, user_id: 'bob', move: { row: 2, column: 0 }, at: 0 }
  expect(seen(room('tic-tac-toe', cells, { last }), 0, undefined).last).toEqual([2, 0])
  expect(seen(room('tic-tac-toe', cells, { last, round: 2 }), 0, undefined).last).toBeNull()
})
