import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { IconButton } from '../pieces/icon-button.tsx'
import { said } from '../words/future.ts'
import { capital, tags } from '../words/words.ts'
import { addDays, addMonths, monthGrid } from './days.ts'
import { first, weekdayNames } from './weekday-names.ts'

interface Props {
  date: string
  min: string
  label: string
  onPick: (date: string) => void
}

const LAST = '9999-12-31'
const monthName = new Intl.DateTimeFormat(tags, { month: 'long', year: 'numeric', timeZone: 'UTC' })
const dayName = new Intl.DateTimeFormat(tags, { dateStyle: 'full', timeZone: 'UTC' })
const timeOf = (date: string) => Date.parse(`${date}T00:00Z`)

/** A month to pick a day from; by arrow keys, too. */
export function Calendar({ date, min, label, onPick }: Props) {
  /** The day that the arrow keys are on; its month is the one that is shown. */
  const at = useSignal(date)
  const table = useRef<HTMLTableElement>(null)
  const takesFocus = useRef(false)
  useEffect(() => {
    at.value = date
  }, [date])
  useEffect(() => {
    if (takesFocus.current) table.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus()
    takesFocus.current = false
  }, [at.value])

  function turn(to: string) {
    at.value = to < min ? min : to > LAST ? LAST : to
  }

  function press(event: KeyboardEvent) {
    const step = stepOf(event, at.value)
    if (!step) return
    event.preventDefault()
    event.stopPropagation()
    takesFocus.current = true
    turn(step)
  }

  return (
    <div class="calendar">
      <header>
        <IconButton
          shape="back"
          label={said.previousYear}
          class="double"
          onClick={() => turn(addMonths(at.value, -12))}
        />
        <IconButton shape="back" label={said.previousMonth} onClick={() => turn(addMonths(at.value, -1))} />
        <b aria-live="polite">{capital(monthName.format(timeOf(at.value)))}</b>
        <IconButton
          shape="back"
          label={said.nextMonth}
          class="forth"
          onClick={() => turn(addMonths(at.value, 1))}
        />
        <IconButton
          shape="back"
          label={said.nextYear}
          class="forth double"
          onClick={() => turn(addMonths(at.value, 12))}
        />
      </header>
      <table ref={table} aria-label={label} onKeyDown={press}>
        <thead>
          <tr>
            {weekdayNames.map(({ short, long }) => (
              <th key={long} scope="col" abbr={long}>
                {short}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {monthGrid(at.value, first).map((week) => (
            <tr key={week.find((day) => day !== null)}>
              {week.map((day, i) => (
                <td key={i}>
                  {day && (
                    <button
                      type="button"
                      tabIndex={day === at.value ? 0 : -1}
                      aria-pressed={day === date}
                      aria-label={dayName.format(timeOf(day))}
                      disabled={day < min}
                      onClick={() => {
                        at.value = day
                        onPick(day)
                      }}
                    >
                      {Number(day.slice(8))}
                    </button>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function stepOf({ key, shiftKey }: KeyboardEvent, at: string): string | undefined {
  if (key === 'ArrowLeft') return addDays(at, -1)
  if (key === 'ArrowRight') return addDays(at, 1)
  if (key === 'ArrowUp') return addDays(at, -7)
  if (key === 'ArrowDown') return addDays(at, 7)
  if (key === 'PageUp') return addMonths(at, shiftKey ? -12 : -1)
  if (key === 'PageDown') return addMonths(at, shiftKey ? 12 : 1)
  return undefined
}
