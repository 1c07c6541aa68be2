import { tags } from '../words/words.ts'
import { type Weekday, weekdays } from './repeat.ts'

const DAY = 86_400_000

/** With which weekday a week begins here; 0 is Monday. */
function firstWeekday(): number {
  const locale = new Intl.Locale([tags].flat()[0]!) as Intl.Locale & {
    getWeekInfo?: () => { firstDay: number }
  }
  return (locale.getWeekInfo?.().firstDay ?? 1) - 1
}

export const first = firstWeekday()
/** The 4th of January 2027 is a Monday. */
const monday = Date.UTC(2027, 0, 4)
const name = (style: 'short' | 'long', n: number) =>
  new Intl.DateTimeFormat(tags, { weekday: style, timeZone: 'UTC' }).format(monday + n * DAY)

/** In the order of a week here. */
export const weekdayNames: { weekday: Weekday; short: string; long: string }[] = weekdays
  .map((weekday, n) => ({ weekday, short: name('short', n), long: name('long', n) }))
  .flatMap((_, n, all) => all[(n + first) % 7]!)
