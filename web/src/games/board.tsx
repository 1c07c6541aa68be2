import { type Signal, useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import { said } from '../words/games.ts'
import { mySeat, pendingIn, play } from './deeds.ts'
import { Piece } from './piece.tsx'
import { isAt, moveAt, type Place, type Seen, seen } from './rules.ts'
import type { Cell, Room } from './things.ts'
import { titleOfGame } from './titles.ts'

const steps: Record<string, Place> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

/** The board, to be played on by pointer, finger or keyboard; who only looks on can walk over it all the same. */
export function Board({ room }: { room: Room }) {
  const seat = mySeat(room)
  const view = seen(room, seat?.place, pendingIn(room))
  const [rows, columns] = [view.cells.length, view.cells[0]!.length]
  const at = useSignal<Place>([Math.floor(rows / 2), Math.floor(columns / 2)])
  const grid = useRef<HTMLTableElement>(null)
  const plays = room.state === 'playing' && seat !== undefined

  function move(event: KeyboardEvent) {
    const step = event.altKey || event.ctrlKey || event.metaKey ? undefined : steps[event.key]
    if (!step) return
    event.preventDefault()
    const within = (value: number, size: number) => Math.max(0, Math.min(size - 1, value))
    at.value = [within(at.value[0] + step[0], rows), within(at.value[1] + step[1], columns)]
    const name = at.value.join()
    grid.current?.querySelector<HTMLElement>(`[data-at="${name}"]`)?.focus()
  }

  function choose(place: Place) {
    at.value = place
    if (plays && !pendingIn(room)) play(room, moveAt(room.game_key, place))
  }

  return (
    <div
      class="board"
      data-game={room.game_key}
      data-mine={(plays && room.board?.turn === seat.place && !view.pending) || undefined}
      style={{ '--columns': columns, '--rows': rows }}
    >
      <table
        ref={grid}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: one walks over its fields with the arrow keys
        role="grid"
        aria-label={said.boardOf(titleOfGame(room.game_key))}
        aria-describedby="how-to-play"
        onKeyDown={move}
      >
        <tbody>
          {view.cells.map((all, row) => (
            <tr key={row}>
              {all.map((cell, column) => (
                <td key={column}>
                  <Field
                    room={room}
                    view={view}
                    at={[row, column]}
                    cell={cell}
                    plays={plays}
                    focus={at}
                    choose={choose}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface FieldProps {
  room: Room
  view: Seen
  at: Place
  cell: Cell
  plays: boolean
  /** Where the keyboard is on the board. */
  focus: Signal<Place>
  choose: (place: Place) => void
}

function Field({ room, view, at, cell, plays, focus, choose }: FieldProps) {
  const [row, column] = at
  const mark = cell === null ? null : markAt(room.game_key, cell)
  return (
    <button
      type="button"
      class="cell"
      data-at={at.join()}
      data-last={isAt(view.last, row, column) || undefined}
      data-line={view.line.some((one) => isAt(one, row, column)) || undefined}
      data-pending={isAt(view.pending, row, column) || undefined}
      style={{ '--row': row }}
      tabIndex={isAt(focus.value, row, column) ? 0 : -1}
      aria-label={said.cell(row + 1, column + 1, whatIsAt(view, mark, row, column))}
      aria-disabled={!plays}
      onClick={() => choose(at)}
      onFocus={() => (focus.value = at)}
    >
      {mark && <Piece key={room.round} mark={mark} />}
    </button>
  )
}

/** Where what had the focus goes away, such as the button that begins a game. */
export const focusBoard = () => document.querySelector<HTMLElement>('.board [tabindex="0"]')?.focus()

/** The marks of a game go by the places, also when somebody has left. */
const marks: Record<string, string[]> = { 'tic-tac-toe': ['X', 'O'], 'connect-four': ['red', 'yellow'] }

export const markAt = (gameKey: string, place: number) => marks[gameKey]?.[place] ?? ''

function whatIsAt(view: Seen, mark: string | null, row: number, column: number): string {
  const parts = [mark === null ? said.empty : (said.marks[mark] ?? mark)]
  if (isAt(view.pending, row, column)) parts.push(said.onItsWay)
  if (isAt(view.last, row, column)) parts.push(said.lastMove)
  if (view.line.some((one) => isAt(one, row, column))) parts.push(said.winningLine)
  return parts.join(', ')
}
