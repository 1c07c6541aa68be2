/** How something recurs, as one puts it together from a few fields. */
export interface Repeat {
  unit: 'day' | 'week' | 'month' | 'year'
  interval: number
  /** Of a week. */
  weekdays: Weekday[]
  /** Of a month: on the date of the first day, on a weekday such as the last Friday, or on its last day. */
  monthly: 'date' | 'weekday' | 'end'
  nth: Nth
  weekday: Weekday
  ends: 'never' | 'until' | 'count'
  /** A date, whose whole day is included. */
  until: string
  count: number
}

/** Monday is the first, as in RFC 5545. */
export const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const
export type Weekday = (typeof weekdays)[number]
export const nths = [1, 2, 3, 4, -1] as const
export type Nth = (typeof nths)[number]

const frequencies = { day: 'DAILY', week: 'WEEKLY', month: 'MONTHLY', year: 'YEARLY' } as const

const weekdayOf = (date: string): Weekday => weekdays[(new Date(`${date}T00:00Z`).getUTCDay() + 6) % 7]!

/** Every week on the weekday of this date, without an end. */
export function weekly(date: string): Repeat {
  const weekday = weekdayOf(date)
  return {
    unit: 'week',
    interval: 1,
    weekdays: [weekday],
    monthly: 'date',
    nth: nthOf(date),
    weekday,
    ends: 'never',
    until: `${Number(date.slice(0, 4)) + 1}${date.slice(4)}`,
    count: 10,
  }
}

/** The how manieth of its weekday a date is in its month; a fifth one is the last. */
function nthOf(date: string): Nth {
  return nths[Math.floor((Number(date.slice(8)) - 1) / 7)]!
}

/** As an RRULE of RFC 5545 §3.3.10. */
export function toRule(repeat: Repeat): string {
  const { unit, interval, monthly, nth, weekday, ends, until, count } = repeat
  const days = weekdays.filter((one) => repeat.weekdays.includes(one))
  const parts = [
    `FREQ=${frequencies[unit]}`,
    interval > 1 && `INTERVAL=${interval}`,
    unit === 'week' && days.length > 0 && `BYDAY=${days.join()}`,
    unit === 'month' && monthly === 'weekday' && `BYDAY=${nth}${weekday}`,
    unit === 'month' && monthly === 'end' && 'BYMONTHDAY=-1',
    ends === 'until' && `UNTIL=${until.replaceAll('-', '')}`,
    ends === 'count' && `COUNT=${count}`,
  ]
  return parts.filter((part) => part !== false).join(';')
}

/** The fields that give this rule; undefined for one that is more than they can say. */
export function fromRule(rule: string, date: string): Repeat | undefined {
  const parts = new Map(rule.split(';').map((part) => part.split('=', 2) as [string, string]))
  const unit = (Object.keys(frequencies) as Repeat['unit'][]).find(
    (one) => frequencies[one] === parts.get('FREQ'),
  )
  if (!unit) return undefined
  const found: Repeat = {
    ...weekly(date),
    unit,
    interval: Number(parts.get('INTERVAL') ?? 1),
    ...daysOf(unit, parts),
    ...endOf(parts),
  }
  return sameRule(toRule(found), rule) ? found : undefined
}

function daysOf(unit: Repeat['unit'], parts: Map<string, string>): Partial<Repeat> {
  const days = parts.get('BYDAY')
  if (unit === 'week') return { weekdays: (days?.split(',') ?? []) as Weekday[] }
  if (unit !== 'month') return {}
  if (parts.get('BYMONTHDAY') === '-1') return { monthly: 'end' }
  const nth = /^(-1|[1-4])([A-Z]{2})$/.exec(days ?? '')
  if (nth) return { monthly: 'weekday', nth: Number(nth[1]) as Nth, weekday: nth[2] as Weekday }
  return { monthly: 'date' }
}

function endOf(parts: Map<string, string>): Partial<Repeat> {
  const until = /^(\d{4})(\d\d)(\d\d)$/.exec(parts.get('UNTIL') ?? '')
  if (until) return { ends: 'until', until: until.slice(1).join('-') }
  return parts.has('COUNT') ? { ends: 'count', count: Number(parts.get('COUNT')) } : { ends: 'never' }
}

/** The order of the parts, and of the days, says nothing. */
function sameRule(a: string, b: string): boolean {
  const tidy = (rule: string) =>
    rule
      .split(';')
      .map((part) => part.split(/[=,]/).toSorted().join())
      .toSorted()
      .join(';')
  return tidy(a) === tidy(b)
}
