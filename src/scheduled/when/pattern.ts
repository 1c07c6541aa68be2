import { clockwise, type Frequency, type NthDay, type Rule } from './rule.ts'

/** Stands for "Monday to Friday" where a weekday is named. */
export const WORKDAY = 7

/** A rule in the terms in which people speak of it, without its times of day and its end. */
export interface Pattern {
  frequency: Frequency
  interval: number
  on: Days | undefined
  /** Only in these months; none says nothing. */
  months: number[]
}

export type Days =
  | { weekdays: number[] }
  /** Days of each month; -1 is its last. */
  | { monthDays: number[] }
  /** Such as the last Friday, of each month or of some. */
  | { nth: NthDay[] }
  | { dates: { month: number; day: number }[] }

/** Finds the terms for a rule that leaves nothing open (`complete`), or undefined if it needs more than these. */
export function patternOf(rule: Rule): Pattern | undefined {
  const { frequency, interval, months } = rule
  if (rule.weeks.length + rule.yearDays.length > 0) return undefined
  if (clockwise(rule)) {
    const bare = rule.days.length + rule.monthDays.length + rule.positions.length === 0
    return bare ? { frequency, interval, on: undefined, months } : undefined
  }
  if (rule.positions.length > 0) return chosenDay(rule)
  if (rule.monthDays.length > 0 && rule.days.length > 0) return undefined
  if (rule.monthDays.length > 0) return onMonthDays(rule)
  if (rule.days.length > 0) return onDays(rule)
  return { frequency, interval, on: undefined, months }
}

function onMonthDays({ frequency, interval, months, monthDays }: Rule): Pattern | undefined {
  if (monthDays.some((day) => day < -1) || (monthDays.length > 1 && monthDays.includes(-1))) return undefined
  if (frequency === 'MONTHLY') return { frequency, interval, on: { monthDays }, months }
  if (frequency !== 'YEARLY' || months.length === 0) return undefined
  const dates = months.flatMap((month) => monthDays.map((day) => ({ month, day })))
  return { frequency, interval, on: { dates }, months: [] }
}

function onDays(rule: Rule): Pattern | undefined {
  const { frequency, interval, months, days } = rule
  if (days.every((day) => day.nth === 0)) {
    if (interval > 1 && frequency !== 'WEEKLY') return undefined
    const weekdays = [...new Set(days.map((day) => day.weekday))].sort((a, b) => a - b)
    return { frequency: 'WEEKLY', interval, on: { weekdays }, months }
  }
  if (!days.every((day) => isSayable(day.nth))) return undefined
  return { frequency, interval, on: { nth: days }, months }
}

/** One day chosen by BYSETPOS among those of a month: the last weekday, the second Tuesday. */
function chosenDay(rule: Rule): Pattern | undefined {
  const { frequency, interval, months, positions, days } = rule
  const monthly = frequency === 'MONTHLY' || (frequency === 'YEARLY' && months.length === 1)
  const oneTime = rule.hours.length * rule.minutes.length * rule.seconds.length === 1
  const plain = days.length > 0 && rule.monthDays.length === 0 && days.every((day) => day.nth === 0)
  if (!monthly || !oneTime || !plain || positions.length > 1 || !isSayable(positions[0]!)) return undefined
  const weekdays = [...new Set(days.map((day) => day.weekday))].sort()
  const weekday = isWorkdays(weekdays) ? WORKDAY : weekdays[0]!
  if (weekdays.length > 1 && weekday !== WORKDAY) return undefined
  return { frequency, interval, on: { nth: [{ nth: positions[0]!, weekday }] }, months }
}

function isSayable(nth: number): boolean {
  return nth !== 0 && nth >= -2 && nth <= 5
}

export function isWorkdays(weekdays: number[]): boolean {
  return weekdays.join() === '0,1,2,3,4'
}
