import { day, minute } from '../clock.ts'
import { Problem } from '../problem.ts'
import { LAST_MOMENT, momentOf, readWall, type Wall, wallAt, writeWall } from '../scheduled/when/wall.ts'
import { readClockTimes } from './clock-time.ts'

/** When something takes place, as it was typed. */
export interface Typed {
  date: string
  end_date: string | null
  time: string
  zone: string
}

/** The same, as clocks and the log understand it. */
export interface Span {
  /** By the clock on the wall of the zone. */
  local: string
  /** 1 where no hour is known: nothing was typed, or nothing that can be read. */
  all_day: number
  /** UTC milliseconds. */
  starts_at: number
  /** Exclusive; null where nobody has said. */
  ends_at: number | null
  over_at: number
}

/** Lists look so far back for what still goes on. */
export const LONGEST_MS = 34 * day
const MOST_DAYS = 31
const DAY_MINUTES = 24 * 60

/** Midnight at the beginning of a date, which the caller has checked. */
export function wallOf(date: string): Wall {
  return readWall(date)!
}

/**
 * The day of a date that begins at this moment. Where clocks are put forward about midnight, it may begin after the
 * midnight that its own day ends with.
 */
export function dayOf(at: number, { zone, local }: { zone: string; local: string }): string {
  const wall = wallAt(at, zone)
  const timeOf = (one: Wall) => ((one % day) + day) % day
  const isLater = timeOf(wall) < timeOf(readWall(local)!)
  return writeWall(wall - (isLater ? day : 0)).slice(0, 10)
}

/** The same date so many days later. */
export function plusDays(date: string, days: number): string {
  return writeWall(wallOf(date) + days * day).slice(0, 10)
}

export function daysBetween(from: string, to: string): number {
  return Math.round((wallOf(to) - wallOf(from)) / day)
}

/**
 * Reads what was typed. A time that nobody can read is kept as it is, and the event is for the whole day then.
 * @throws Problem invalid for an end before the start, or more than 31 days after
 */
export function spanOf({ date, end_date, time, zone }: Typed): Span {
  const last = end_date ?? date
  const length = daysBetween(date, last)
  if (length < 0) throw new Problem('invalid', 'body.end_date: must not be before date')
  if (length > MOST_DAYS)
    throw new Problem('invalid', `body.end_date: must be within ${MOST_DAYS} days of date`)
  const dayEnds = momentOf(wallOf(last) + day, zone)
  if (dayEnds > LAST_MOMENT) throw new Problem('invalid', 'body.date: must be before the year 9999')
  const times = readClockTimes(time)
  const start = wallOf(date) + (times?.start ?? 0) * minute
  const starts_at = momentOf(start, zone)
  const local = writeWall(start)
  if (!times) return { local, all_day: 1, starts_at, ends_at: dayEnds, over_at: dayEnds }
  const end = endOf(times, date, end_date)
  if (end === undefined)
    return { local, all_day: 0, starts_at, ends_at: null, over_at: Math.max(dayEnds, starts_at) }
  const ends_at = momentOf(end, zone)
  if (ends_at <= starts_at) throw new Problem('invalid', 'body.end_date: it would end before it begins')
  return { local, all_day: 0, starts_at, ends_at, over_at: ends_at }
}

/** With a last day of its own, the end is a time of that day. */
function endOf({ end }: { end: number | undefined }, date: string, endDate: string | null): Wall | undefined {
  if (end === undefined) return undefined
  if (endDate === null || endDate === date) return wallOf(date) + end * minute
  return wallOf(endDate) + (end === DAY_MINUTES ? end : end % DAY_MINUTES) * minute
}
