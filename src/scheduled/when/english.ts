import { isWorkdays, type Pattern, WORKDAY } from './pattern.ts'
import type { Frequency, NthDay } from './rule.ts'
import type { Tongue } from './tongue.ts'

const units: Record<Frequency, string> = {
  SECONDLY: 'second',
  MINUTELY: 'minute',
  HOURLY: 'hour',
  DAILY: 'day',
  WEEKLY: 'week',
  MONTHLY: 'month',
  YEARLY: 'year',
}
const months = 'January February March April May June July August September October November December'.split(
  ' ',
)
const weekdays = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday weekday'.split(' ')
const ordinals: Record<number, string> = {
  1: 'first',
  2: 'second',
  3: 'third',
  4: 'fourth',
  5: 'fifth',
  [-1]: 'last',
  [-2]: 'second to last',
}
const endings: Record<string, string> = { one: 'st', two: 'nd', few: 'rd', other: 'th' }
const plural = new Intl.PluralRules('en', { type: 'ordinal' })
const list = (items: string[]) => new Intl.ListFormat('en-GB').format(items)
const namesOf = (some: number[]) => list(some.map((month) => months[month - 1]!))

function nthDays(days: NthDay[]): string {
  return list(days.map(({ nth, weekday }) => `${ordinals[nth]} ${weekdays[weekday]}`))
}

function monthDay(day: number): string {
  return day === -1 ? 'last day' : `${day}${endings[plural.select(day)]}`
}

function pattern({ frequency, interval, on, months: some }: Pattern): string {
  const every = interval === 1 ? `every ${units[frequency]}` : `every ${interval} ${units[frequency]}s`
  if (on && 'nth' in on && frequency === 'YEARLY') {
    const of = some.length > 0 ? `of ${namesOf(some)}` : 'of the year'
    return `${every} on the ${nthDays(on.nth)} ${of}`
  }
  return `${onDays(every, interval, on)}${some.length > 0 ? ` in ${namesOf(some)}` : ''}`
}

function onDays(every: string, interval: number, on: Pattern['on']): string {
  if (!on) return every
  if ('dates' in on) {
    const last = (month: number) => `the last day of ${months[month - 1]}`
    const dates = on.dates.map(({ month, day }) => (day < 0 ? last(month) : `${day} ${months[month - 1]}`))
    return `${every} on ${list(dates)}`
  }
  if ('weekdays' in on) {
    if (interval === 1 && isWorkdays(on.weekdays)) return `every ${weekdays[WORKDAY]}`
    if (interval === 1 && on.weekdays.length === 7) return 'every day'
    const named = list(on.weekdays.map((weekday) => weekdays[weekday]!))
    return interval === 1 ? `every ${named}` : `${every} on ${named}`
  }
  if ('nth' in on)
    return interval === 1 ? `every ${nthDays(on.nth)} of the month` : `${every} on the ${nthDays(on.nth)}`
  const days = `the ${list(on.monthDays.map(monthDay))}`
  return interval === 1 ? `on ${days} of every month` : `${every} on ${days}`
}

export const english: Tongue = {
  list,
  date: (at, zone) => new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: zone }).format(at),
  pattern,
  at: (times) => `at ${times}`,
  on: (date) => `on ${date}`,
  times: (count) => (count === 1 ? 'once' : `${count} times`),
  until: (date) => `until ${date}`,
  except: (dates) => `except on ${list(dates)}`,
  exceptions: (count) => `with ${count} exceptions`,
  whereYouAre: 'where you are',
  someDay: 'some day',
  between: (from, to) => `at a moment drawn between ${from} and ${to}`,
  byRule: (text) => `by the rule ${text}`,
}
