import { said } from '../words/together.ts'
import { capital, clockTime, tags } from '../words/words.ts'
import type { Times } from './days-of.ts'

const whole = new Intl.DateTimeFormat(tags, { dateStyle: 'full', timeStyle: 'short' })
const wholeDay = new Intl.DateTimeFormat(tags, { dateStyle: 'full', timeZone: 'UTC' })
const shortDay = new Intl.DateTimeFormat(tags, {
  ...{ weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' },
})
const monthName = new Intl.DateTimeFormat(tags, { month: 'short', timeZone: 'UTC' })
const atMidnight = (date: string) => Date.parse(`${date}T00:00Z`)

/** Day and hour in full: `Friday, November 20, 2026, 8:00 – 10:00 PM`. */
export function momentWords(times: Times): string {
  const { all_day, date, end_date, starts_at, ends_at } = times
  const isLong = end_date !== null && end_date !== date
  if (!all_day && ends_at !== null) return capital(whole.formatRange(starts_at, ends_at))
  if (!all_day) return capital(whole.format(starts_at)) + (isLong ? ` – ${dayWords(end_date)}` : '')
  return isLong
    ? capital(wholeDay.formatRange(atMidnight(date), atMidnight(end_date)))
    : capital(dayWords(date))
}

/** The hours alone; of what has none, as they were typed. */
export function hourWords({ all_day, time, starts_at, ends_at }: Times): string {
  if (all_day) return time || said.allDay
  return ends_at === null ? clockTime.format(starts_at) : clockTime.formatRange(starts_at, ends_at)
}

export const dayWords = (date: string) => wholeDay.format(atMidnight(date))
export const shortDayWords = (date: string) => shortDay.format(atMidnight(date))
export const monthWords = (date: string) => monthName.format(atMidnight(date))
