import { said } from '../words/future.ts'
import { clockTime, fullDate, longDate, relative, shortDate, tags } from '../words/words.ts'
import type { Span } from './shelves.ts'

const monthName = new Intl.DateTimeFormat(tags, { month: 'long', year: 'numeric' })
const yearName = new Intl.DateTimeFormat(tags, { year: 'numeric' })
const weekday = new Intl.DateTimeFormat(tags, { weekday: 'short', day: 'numeric' })
const DAY = 86_400_000

/** What stands above a part of the calendar. */
export function headingOf({ of, at }: Span, now = Date.now()): string {
  if (of === 'asks') return said.asks
  if (of === 'on hold') return said.onHold
  if (of === 'unknown') return said.unknown
  if (of === 'month') return monthName.format(at)
  if (of === 'year') return yearName.format(at)
  const days = Math.round((at - new Date(now).setHours(0, 0, 0, 0)) / DAY)
  return Math.abs(days) <= 1 ? relative.format(days, 'day') : longDate.format(at)
}

/** What of a moment its heading does not say. */
export function momentUnder(of: Span['of'], at: number): string {
  if (of === 'day') return clockTime.format(at)
  if (of === 'month') return `${weekday.format(at)}, ${clockTime.format(at)}`
  return of === 'year' ? shortDate.format(at) : fullDate.format(at)
}
