import { tags } from '../words/words.ts'
import { type Weekday, weekdays } from './repeat.ts'

const DAY = 86_400_000

/** Dates are counted as if all were in UTC, where every day has 24 hours. */
const read = (date: string) => Date.parse(`${date}T00:00Z`)
const write = (at: number) => new Date(at).toISOString().slice(0, 10)

export const addDays = (date: string, n: number) => write(read(date) + n * DAY)

/** The same day of another month, or the last that it has. */
export function addMonths(date: string, n: number): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number]
  const last = new Date(Date.UTC(year, month + n, 0)).getUTCDate()
  return write(Date.UTC(year, month - 1 + n, Math.min(day, last)))
}

/** With which weekday a week begins here; 0 is Monday. */
function firstWeekday(): number {
  const locale = new Intl.Locale([tags].flat()[0]!) as Intl.Locale & {
    getWeekInfo?: () => { firstDay: number }
  }
  return (locale.getWeekInfo?.().firstDay ?? 1) - 1
}

const first = firstWeekday()
/** The 4th of January 2027 is a Monday. */
const monday = Date.UTC(2027, 0, 4)
const name = (style: 'short' | 'long', n: number) =>
  new Intl.DateTimeFormat(tags, { weekday: style, timeZone: 'UTC' }).format(monday + n * DAY)

/** In the order of a week here. */
export const weekdayNames: { weekday: Weekday; short: string; long: string }[] = weekdays
  .map((weekday, n) => ({ weekday, short: name('short', n), long: name('long', n) }))
  .flatMap((_, n, all) => all[(n + first) % 7]!)

/** The weeks of the month of a date; null where there is a day of another month. */
export function monthGrid(date: string): (string | null)[][] {
  const begin = `${date.slice(0, 7)}-01`
  const before = (new Date(read(begin)).getUTCDay() + 6 - first + 7) % 7
  const length = Number(addDays(addMonths(begin, 1), -1).slice(8))
  const cells = [...Array<null>(before).fill(null), ...Array.from({ length }, (_, n) => addDays(begin, n))]
  while (cells.length % 7 > 0) cells.push(null)
  return Array.from({ length: cells.length / 7 }, (_, n) => cells.slice(n * 7, n * 7 + 7))
}
