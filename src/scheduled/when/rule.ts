import { minute, second } from '../../clock.ts'
import { Problem } from '../../problem.ts'
import { LEAST_APART_MS, MOST_COUNT, MOST_RULE_LENGTH } from './bounds.ts'
import { readWall, type Wall } from './wall.ts'

export const frequencies = ['SECONDLY', 'MINUTELY', 'HOURLY', 'DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const
export type Frequency = (typeof frequencies)[number]

/** Does the rule go by the clock rather than by the calendar? */
export function clockwise({ frequency }: { frequency: Frequency }): boolean {
  return frequency === 'SECONDLY' || frequency === 'MINUTELY' || frequency === 'HOURLY'
}

export const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']

/** A weekday from 0, Monday; `nth` counts within the month or year, from its end if negative, and is 0 for every one. */
export interface NthDay {
  weekday: number
  nth: number
}

/** A recurrence rule, RFC 5545 §3.3.10. Lists are sorted; an empty one says nothing. */
export interface Rule {
  frequency: Frequency
  interval: number
  count: number | undefined
  /** The last moment, or the last local time, at which it may still occur. */
  until: { at: number } | { wall: Wall } | undefined
  months: number[]
  weeks: number[]
  yearDays: number[]
  monthDays: number[]
  days: NthDay[]
  hours: number[]
  minutes: number[]
  seconds: number[]
  positions: number[]
  weekStart: number
}

export function wrongRule(message: string): Problem {
  return new Problem('invalid', `when.repeat.rule: ${message}`)
}

type Parts = Map<string, string>

function split(text: string): Parts {
  if (text.length > MOST_RULE_LENGTH)
    throw wrongRule(`must not be longer than ${MOST_RULE_LENGTH} characters`)
  const parts: Parts = new Map()
  for (const part of text
    .toUpperCase()
    .replace(/^RRULE:/, '')
    .split(';')) {
    const [, name, value] = /^([A-Z-]+)=([A-Z0-9,+-]+)$/.exec(part) ?? []
    if (name === undefined || value === undefined)
      throw wrongRule('must be an RRULE of RFC 5545, such as FREQ=MONTHLY;BYDAY=-1FR')
    if (parts.has(name)) throw wrongRule(`${name} must be there once only`)
    parts.set(name, value)
  }
  return parts
}

/** Takes a list of whole numbers out of the parts. `signed`: also from the end, as negative numbers; 0 is none then. */
function numbers(parts: Parts, name: string, least: number, most: number, signed = false): number[] {
  const value = parts.get(name)
  parts.delete(name)
  if (value === undefined) return []
  const found = value.split(',').map((item) => {
    const number = /^[+-]?\d{1,4}$/.test(item) ? Number(item) : Number.NaN
    const size = signed ? Math.abs(number) : number
    if (!(size >= least && size <= most) || (!signed && /[+-]/.test(item)))
      throw wrongRule(`${name} must be from ${least} to ${most}${signed ? ', or the same negative' : ''}`)
    return number
  })
  return [...new Set(found)].sort((a, b) => a - b)
}

function number(parts: Parts, name: string, most: number): number | undefined {
  const value = parts.get(name)
  parts.delete(name)
  if (value === undefined) return undefined
  if (!/^\d{1,9}$/.test(value) || Number(value) < 1 || Number(value) > most)
    throw wrongRule(`${name} must be from 1 to ${most}`)
  return Number(value)
}

function oneOf<Word extends string>(
  parts: Parts,
  name: string,
  words: readonly Word[],
  fallback?: Word,
): Word {
  const value = parts.get(name) ?? fallback
  parts.delete(name)
  const word = words.find((one) => one === value)
  if (word === undefined) throw wrongRule(`${name} must be one of ${words.join(', ')}`)
  return word
}

function days(parts: Parts): NthDay[] {
  const value = parts.get('BYDAY')
  parts.delete('BYDAY')
  if (value === undefined) return []
  return value.split(',').map((item) => {
    const [, nth, name] = /^([+-]?[1-9]\d?)?(MO|TU|WE|TH|FR|SA|SU)$/.exec(item) ?? []
    if (name === undefined) throw wrongRule('BYDAY must be weekdays such as MO, 1MO or -1FR')
    return { weekday: weekdays.indexOf(name), nth: Number(nth ?? 0) }
  })
}

function until(parts: Parts): Rule['until'] {
  const value = parts.get('UNTIL')
  parts.delete('UNTIL')
  if (value === undefined) return undefined
  const [, date, time, utc] = /^(\d{8})(?:T(\d{6})(Z?))?$/.exec(value) ?? []
  const text = `${date?.replace(/(....)(..)(..)/, '$1-$2-$3')}T${(time ?? '235959').replace(/(..)(..)(..)/, '$1:$2:$3')}`
  const wall = readWall(text)
  if (wall === undefined)
    throw wrongRule('UNTIL must be such as 20270714, 20270714T090000 or 20270714T070000Z')
  return utc ? { at: wall + 999 } : { wall: wall + 999 }
}

/** Reads a rule. @throws Problem invalid for what RFC 5545 forbids, and for parts that are not supported */
export function readRule(text: string): Rule {
  const parts = split(text)
  const rule: Rule = {
    frequency: oneOf(parts, 'FREQ', frequencies),
    interval: number(parts, 'INTERVAL', 999_999_999) ?? 1,
    count: number(parts, 'COUNT', MOST_COUNT),
    until: until(parts),
    months: numbers(parts, 'BYMONTH', 1, 12),
    weeks: numbers(parts, 'BYWEEKNO', 1, 53, true),
    yearDays: numbers(parts, 'BYYEARDAY', 1, 366, true),
    monthDays: numbers(parts, 'BYMONTHDAY', 1, 31, true),
    days: days(parts),
    hours: numbers(parts, 'BYHOUR', 0, 23),
    minutes: numbers(parts, 'BYMINUTE', 0, 59),
    seconds: numbers(parts, 'BYSECOND', 0, 59),
    positions: numbers(parts, 'BYSETPOS', 1, 366, true),
    weekStart: weekdays.indexOf(oneOf(parts, 'WKST', weekdays, 'MO')),
  }
  const [unknown] = parts.keys()
  if (unknown !== undefined) throw wrongRule(`${unknown.slice(0, 40)} is not supported`)
  for (const misfit of misfits(rule)) throw wrongRule(misfit)
  return rule
}

/** What is wrong with the company that the parts keep: the table and the notes of RFC 5545 §3.3.10. */
function* misfits(rule: Rule): Generator<string> {
  const { frequency } = rule
  if (rule.count !== undefined && rule.until !== undefined) yield 'has either COUNT or UNTIL'
  if (rule.weeks.length > 0 && frequency !== 'YEARLY') yield 'BYWEEKNO goes with FREQ=YEARLY only'
  if (rule.yearDays.length > 0 && ['DAILY', 'WEEKLY', 'MONTHLY'].includes(frequency))
    yield `BYYEARDAY does not go with FREQ=${frequency}`
  if (rule.monthDays.length > 0 && frequency === 'WEEKLY') yield 'BYMONTHDAY does not go with FREQ=WEEKLY'
  yield* misfitDays(rule)
  if (rule.positions.length > 0 && !choosesAmong(rule)) yield 'BYSETPOS needs another BY… to choose from'
  if (leastApart(rule) < LEAST_APART_MS)
    yield `must not recur more often than every ${LEAST_APART_MS / 1000} seconds`
}

function* misfitDays({ frequency, days, weeks, months }: Rule): Generator<string> {
  const nth = days.filter((day) => day.nth !== 0)
  if (nth.length === 0) return
  if (frequency !== 'MONTHLY' && frequency !== 'YEARLY')
    yield `BYDAY with a number does not go with FREQ=${frequency}`
  if (weeks.length > 0) yield 'BYDAY with a number does not go with BYWEEKNO'
  const most = frequency === 'MONTHLY' || months.length > 0 ? 5 : 53
  if (nth.some((day) => Math.abs(day.nth) > most)) yield `the numbers of BYDAY go up to ${most} here`
}

function choosesAmong({ months, weeks, yearDays, monthDays, days, hours, minutes, seconds }: Rule): boolean {
  const all = [months, weeks, yearDays, monthDays, days, hours, minutes, seconds]
  return all.some((list) => list.length > 0)
}

/** The least milliseconds from one occurrence to the next, as far as its times of day tell. */
function leastApart({ frequency, interval, minutes, seconds }: Rule): number {
  const among = (list: number[], all: number) =>
    list.length < 2 ? all : Math.min(...list.map((item, i) => (list[i + 1] ?? list[0]! + all) - item))
  if (frequency === 'SECONDLY') return interval * second
  if (seconds.length > 1) return among(seconds, 60) * second
  return minutes.length > 1 ? among(minutes, 60) * minute : minute
}
