import { addDays, addMonths, monthGrid } from '../future/days.ts'
import { first, weekdayNames } from '../future/weekday-names.ts'
import { dateOf } from '../future/when.ts'
import { IconButton } from '../pieces/icon-button.tsx'
import { said as future } from '../words/future.ts'
import { said } from '../words/together.ts'
import { capital, tags } from '../words/words.ts'
import { firstDay, lastDay } from './days-of.ts'
import type { EventDate } from './event.ts'
import { dayWords, hourWords } from './moments.ts'
import { useDates } from './use-dates.ts'

const name = new Intl.DateTimeFormat(tags, { month: 'long', year: 'numeric', timeZone: 'UTC' })
/** What is for all the world, and has no hour, may be of another day here. */
const DAY = 86_400_000
const MOST_IN_A_MONTH = 500
const SEEN_IN_A_DAY = 2

export const isOn = (date: EventDate, day: string) => firstDay(date) <= day && day <= lastDay(date)

/** Everything that takes place in a month. */
export function useMonth(date: string): EventDate[] {
  const begin = `${date.slice(0, 7)}-01`
  const at = (day: string) => new Date(`${day}T00:00`).getTime()
  const window = { from: at(begin) - DAY, to: at(addMonths(begin, 1)) + DAY }
  return useDates(window, MOST_IN_A_MONTH).now?.items ?? []
}

interface Props {
  /** Any day of it. */
  month: string
  /** The one that is looked at. */
  day: string | null
  dates: EventDate[]
  onTurn: (to: string) => void
}

/** A month with what takes place in it: a day with something on it leads to that. */
export function Month({ month, day, dates, onTurn }: Props) {
  const begin = `${month.slice(0, 7)}-01`
  return (
    <section class="month" aria-label={said.monthOf(name.format(Date.parse(`${begin}T00:00Z`)))}>
      <header>
        <IconButton shape="back" label={future.previousMonth} onClick={() => onTurn(addMonths(begin, -1))} />
        <b aria-live="polite">{capital(name.format(Date.parse(`${begin}T00:00Z`)))}</b>
        <IconButton shape="next" label={future.nextMonth} onClick={() => onTurn(addMonths(begin, 1))} />
      </header>
      <table>
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
          {monthGrid(begin, first).map((week, n) => (
            <tr key={week.find((one) => one !== null) ?? addDays(begin, n * 7)}>
              {week.map((one, i) => (
                <td key={i} data-day={dayState(one, day)}>
                  {one && (
                    <Day date={one} dates={dates.filter((each) => isOn(each, one))} chosen={one === day} />
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function dayState(one: string | null, chosen: string | null): string | undefined {
  if (one === null) return 'none'
  if (one === chosen) return 'chosen'
  return one === dateOf(Date.now()) ? 'today' : undefined
}

function Day({ date, dates, chosen }: { date: string; dates: EventDate[]; chosen: boolean }) {
  const number = (
    <span class="day-number" aria-hidden={dates.length > 0}>
      {Number(date.slice(8))}
    </span>
  )
  if (dates.length === 0) return number
  return (
    <a href={chosen ? '/app/events' : `/app/events?day=${date}`} aria-current={chosen ? 'date' : undefined}>
      <span class="unseen">{dayWords(date)}</span>
      {number}
      {dates.slice(0, SEEN_IN_A_DAY).map((one) => (
        <span
          key={`${one.event_id} ${one.original_date}`}
          class="in-day"
          data-state={stateOf(one)}
          title={`${hourWords(one)} ${one.title}`}
        >
          {one.title}
        </span>
      ))}
      {dates.length > SEEN_IN_A_DAY && <span class="more-in-day">+{dates.length - SEEN_IN_A_DAY}</span>}
    </a>
  )
}

function stateOf({ state, answer }: EventDate): string {
  if (state === 'cancelled') return 'cancelled'
  return answer === 'yes' ? 'mine' : 'other'
}
