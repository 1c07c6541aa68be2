/** Days as whole numbers since 1970-01-01, in the Gregorian calendar, and weekdays from 0, Monday, to 6, Sunday. */

export interface CalendarDate {
  year: number
  month: number
  day: number
}

const monthStarts = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
}

export function daysInYear(year: number): number {
  return isLeap(year) ? 366 : 365
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** The number of a day. The month may lie outside 1 to 12 and is then of another year. */
export function dayNumber(year: number, month: number, day: number): number {
  const months = year * 12 + month - 1
  const y = Math.floor(months / 12)
  const m = months - y * 12
  const before = y - 1
  const leaps = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400)
  const inYear = monthStarts[m]! + (m > 1 && isLeap(y) ? 1 : 0) + day - 1
  return before * 365 + leaps + inYear - 719_162
}

/** The date of a day, by way of the eras of 400 years that begin on 1 March of the year 0. */
export function dateOf(number: number): CalendarDate {
  const days = number + 719_468
  const era = Math.floor(days / 146_097)
  const inEra = days - era * 146_097
  const years = Math.floor(
    (inEra - Math.floor(inEra / 1460) + Math.floor(inEra / 36_524) - Math.floor(inEra / 146_096)) / 365,
  )
  const inYear = inEra - (365 * years + Math.floor(years / 4) - Math.floor(years / 100))
  const fromMarch = Math.floor((5 * inYear + 2) / 153)
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
  const day = inYear - Math.floor((153 * fromMarch + 2) / 5) + 1
  return { year: years + era * 400 + (month <= 2 ? 1 : 0), month, day }
}

export function weekdayOf(number: number): number {
  return (((number + 3) % 7) + 7) % 7
}

/**
 * The week that a day is in, counted from 1, and how many weeks its year has. A week is of the year in which most of its
 * days are (RFC 5545, BYWEEKNO); it begins on `weekStart`.
 */
export function weekOf(number: number, weekStart: number): { week: number; weeks: number } {
  const middle = number - ((weekdayOf(number) - weekStart + 7) % 7) + 3
  const { year } = dateOf(middle)
  const intoYear = middle - dayNumber(year, 1, 1)
  return {
    week: Math.floor(intoYear / 7) + 1,
    weeks: Math.floor((daysInYear(year) - 1 - (intoYear % 7)) / 7) + 1,
  }
}
