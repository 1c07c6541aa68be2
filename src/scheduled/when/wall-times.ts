import { day as DAY, hour, minute, second } from '../../clock.ts'
import { dateOf, dayNumber, daysInMonth, daysInYear, weekdayOf, weekOf } from './calendar.ts'
import { clockwise, type Frequency, type Rule } from './rule.ts'
import { LAST_MOMENT, type Wall } from './wall.ts'

/** How much may still be looked at. Whoever finds nothing left in it has not come to an end. */
export interface Work {
  left: number
}

const clockUnits: Partial<Record<Frequency, number>> = { SECONDLY: second, MINUTELY: minute, HOURLY: hour }
/** The work of finding the days of a month or year that are to be looked at. */
const LONG_PERIOD = 9
const LAST_DAY = Math.floor(LAST_MOMENT / DAY)

/**
 * The local times of a rule that begins at `start`, in order, from `from` on. They are those of the calendar: no zone,
 * no clocks that change. Dates that do not exist, such as 31 April, are passed over. Ends with the year 9999 or the work.
 */
export function* wallTimes(bare: Rule, start: Wall, from: Wall, work: Work): Generator<Wall> {
  const rule = complete(bare, start)
  const begin = Math.max(start, from)
  const periods = clockwise(rule) ? byClock(rule, start, begin, work) : byCalendar(rule, start, begin, work)
  for (const period of periods)
    for (const wall of chosen(period, rule.positions)) if (wall >= begin && wall <= LAST_MOMENT) yield wall
}

/** Days and times of day, of which each pair is one local time. */
interface Period {
  days: number[]
  times: number[]
}

/** What a rule leaves open it has from its start (RFC 5545 §3.3.10). */
export function complete(rule: Rule, start: Wall): Rule {
  const unit = clockUnits[rule.frequency] ?? DAY
  const time = new Date(start)
  const open = (list: number[], size: number, value: number) =>
    unit > size && list.length === 0 ? [value] : list
  return {
    ...rule,
    ...completeDays(rule, Math.floor(start / DAY)),
    hours: open(rule.hours, hour, time.getUTCHours()),
    minutes: open(rule.minutes, minute, time.getUTCMinutes()),
    seconds: open(rule.seconds, second, time.getUTCSeconds()),
  }
}

function completeDays(rule: Rule, start: number): Partial<Rule> {
  const { frequency, months, weeks } = rule
  if (rule.days.length + rule.monthDays.length + rule.yearDays.length > 0) return {}
  const { month, day } = dateOf(start)
  if (frequency === 'MONTHLY') return { monthDays: [day] }
  if (frequency === 'WEEKLY' || weeks.length > 0) return { days: [{ weekday: weekdayOf(start), nth: 0 }] }
  if (frequency !== 'YEARLY') return {}
  return { monthDays: [day], months: months.length > 0 ? months : [month] }
}

/** The times, within a period of the frequency, that the parts below it make; with the fraction of a second of the start. */
function timesOf({ frequency, hours, minutes, seconds }: Rule, start: Wall): number[] {
  const unit = clockUnits[frequency] ?? DAY
  const below = (list: number[], size: number) => (unit > size ? list.map((item) => item * size) : [0])
  const fraction = ((start % second) + second) % second
  return below(hours, hour).flatMap((h) =>
    below(minutes, minute).flatMap((m) => below(seconds, second).map((s) => h + m + s + fraction)),
  )
}

function* byCalendar(rule: Rule, start: Wall, from: Wall, work: Work): Generator<Period> {
  const times = timesOf(rule, start)
  const first = periodOf(rule, Math.floor(start / DAY))
  const now = periodOf(rule, Math.floor(from / DAY))
  const last = periodOf(rule, LAST_DAY)
  const skipped = Math.floor((now - first) / rule.interval)
  const long = rule.frequency === 'MONTHLY' || rule.frequency === 'YEARLY'
  // Positions count from the begin of the period; else what is over need not be gone through.
  const past = rule.positions.length > 0 ? Number.NEGATIVE_INFINITY : Math.floor(from / DAY)
  for (let period = first + skipped * rule.interval; period <= last; period += rule.interval) {
    work.left -= long ? LONG_PERIOD : 0
    const days = fitting(rule, rangesOf(rule, period), past, work)
    if (days.length > 0) yield { days, times }
    if (work.left <= 0) return
  }
}

function fitting(rule: Rule, ranges: [number, number][], past: number, work: Work): number[] {
  const days: number[] = []
  for (const [begin, end] of ranges) {
    work.left -= end - begin
    for (let day = begin; day < end; day++) if (day >= past && fits(rule, day)) days.push(day)
  }
  return days
}

/** Which year, month, week or day a day is in, counted through. */
function periodOf({ frequency, weekStart }: Rule, day: number): number {
  const { year, month } = dateOf(day)
  if (frequency === 'YEARLY') return year
  if (frequency === 'MONTHLY') return year * 12 + month - 1
  return frequency === 'WEEKLY' ? Math.floor((day + 3 - weekStart) / 7) : day
}

/** The days of a period, from and up to, that are worth looking at. */
function rangesOf({ frequency, months, monthDays, weekStart }: Rule, period: number): [number, number][] {
  if (frequency === 'MONTHLY') return inMonth(0, period + 1, monthDays)
  if (frequency === 'WEEKLY') return [[period * 7 - 3 + weekStart, period * 7 + 4 + weekStart]]
  if (frequency === 'DAILY') return [[period, period + 1]]
  if (months.length + monthDays.length === 0) return [[dayNumber(period, 1, 1), dayNumber(period + 1, 1, 1)]]
  return (months.length > 0 ? months : allMonths).flatMap((month) => inMonth(period, month, monthDays))
}

const allMonths = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]

function inMonth(year: number, month: number, monthDays: number[]): [number, number][] {
  const begin = dayNumber(year, month, 1)
  const end = dayNumber(year, month + 1, 1)
  if (monthDays.length === 0) return [[begin, end]]
  const days = monthDays.map((day) => (day > 0 ? begin + day - 1 : end + day))
  const there = days.filter((day) => day >= begin && day < end)
  return [...new Set(there)].sort((a, b) => a - b).map((day) => [day, day + 1])
}

function* byClock(rule: Rule, start: Wall, from: Wall, work: Work): Generator<Period> {
  const unit = clockUnits[rule.frequency]!
  const times = timesOf(rule, start)
  const first = Math.floor(start / unit)
  const aligned = (period: number) => first + Math.ceil((period - first) / rule.interval) * rule.interval
  let period = first + Math.floor((Math.floor(from / unit) - first) / rule.interval) * rule.interval
  while (work.left-- > 0) {
    const begin = period * unit
    const day = Math.floor(begin / DAY)
    if (day > LAST_DAY) return
    if (fits(rule, day)) {
      if (fitsClock(rule, begin - day * DAY))
        yield { days: [day], times: times.map((time) => begin - day * DAY + time) }
      period += rule.interval
    } else period = aligned(((day + 1) * DAY) / unit)
  }
}

/** Parts at or above the frequency only let through. */
function fitsClock({ frequency, hours, minutes, seconds }: Rule, time: number): boolean {
  const has = (list: number[], value: number) => list.length === 0 || list.includes(value)
  if (!has(hours, Math.floor(time / hour))) return false
  if (frequency === 'HOURLY') return true
  if (!has(minutes, Math.floor(time / minute) % 60)) return false
  return frequency === 'MINUTELY' || has(seconds, Math.floor(time / second) % 60)
}

/** Is a number in the list, which may count from the end of `of` too? */
function has(list: number[], number: number, of: number): boolean {
  return list.length === 0 || list.includes(number) || list.includes(number - of - 1)
}

function fits(rule: Rule, number: number): boolean {
  const { year, month, day } = dateOf(number)
  if (rule.months.length > 0 && !rule.months.includes(month)) return false
  if (!has(rule.monthDays, day, daysInMonth(year, month))) return false
  if (rule.days.length > 0 && !fitsWeekday(rule, number, year, month, day)) return false
  if (!has(rule.yearDays, number - dayNumber(year, 1, 1) + 1, daysInYear(year))) return false
  if (rule.weeks.length === 0) return true
  const { week, weeks } = weekOf(number, rule.weekStart)
  return has(rule.weeks, week, weeks)
}

function fitsWeekday(rule: Rule, number: number, year: number, month: number, day: number): boolean {
  const weekday = weekdayOf(number)
  const inMonth = rule.frequency === 'MONTHLY' || rule.months.length > 0
  const place = inMonth ? day : number - dayNumber(year, 1, 1) + 1
  const length = inMonth ? daysInMonth(year, month) : daysInYear(year)
  const nth = Math.ceil(place / 7)
  const nthLast = -Math.ceil((length - place + 1) / 7)
  return rule.days.some(
    (one) => one.weekday === weekday && (one.nth === 0 || one.nth === nth || one.nth === nthLast),
  )
}

/** The local times of a period in order; with positions only those, counted from its begin or its end. */
function* chosen({ days, times }: Period, positions: number[]): Generator<Wall> {
  const wall = (index: number) => days[Math.floor(index / times.length)]! * DAY + times[index % times.length]!
  const total = days.length * times.length
  if (positions.length === 0) {
    for (let index = 0; index < total; index++) yield wall(index)
    return
  }
  const indices = positions.map((position) => (position > 0 ? position - 1 : total + position))
  const inside = indices.filter((index) => index >= 0 && index < total)
  for (const index of [...new Set(inside)].sort((a, b) => a - b)) yield wall(index)
}
