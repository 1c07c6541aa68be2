import { hour, minute, second } from '../../clock.ts'
import type { Language } from '../../db/schema.ts'
import { english } from './english.ts'
import { french } from './french.ts'
import { patternOf } from './pattern.ts'
import type { Plan, Repeat } from './plan.ts'
import { clockwise, type Rule, readRule } from './rule.ts'
import type { Tongue } from './tongue.ts'
import { readWall, type Wall, writeWall } from './wall.ts'
import { complete } from './wall-times.ts'

export const tongues: Record<Language, Tongue> = { en: english, fr: french }
const MOST_TIMES = 4
const MOST_EXCEPTIONS_NAMED = 3

/**
 * When a plan has it arrive, in words, by its own zone: "on 14 July 2027 at 09:00", "every last Friday of the month at
 * 09:00, until 31 December 2027". A rule that there are no words for is given as it is.
 */
export function describe(plan: Plan, language: Language): string {
  const tongue = tongues[language]
  const local = readWall(plan.local)!
  if (plan.hidden) return plan.drawn ? between(plan.drawn, plan.zone, tongue) : tongue.someDay
  const first = `${tongue.on(tongue.date(local, 'UTC'))} ${tongue.at(time(local))}`
  const said = plan.repeat ? recurring(plan.repeat, local, plan.zone, tongue) : first
  return plan.whereYouAre ? `${said}, ${tongue.whereYouAre}` : said
}

function between({ from, to }: { from: number; to: number }, zone: string, tongue: Tongue): string {
  return tongue.between(tongue.date(from, zone), tongue.date(to, zone))
}

function recurring({ rule: text, except }: Repeat, start: Wall, zone: string, tongue: Tongue): string {
  const bare = readRule(text)
  const rule = complete(bare, start)
  const pattern = patternOf(rule)
  const times = timesOf(clockwise(bare) ? bare : rule)
  if (!pattern || times === undefined) return [tongue.byRule(text), ...exceptions(except, tongue)].join(', ')
  const daily = times.length > 0 ? ` ${tongue.at(tongue.list(times))}` : ''
  return [
    `${tongue.pattern(pattern)}${daily}`,
    ...end(bare, zone, tongue),
    ...exceptions(except, tongue),
  ].join(', ')
}

/** The times of day, none for a rule that goes by the clock, or undefined if there are no words for them. */
function timesOf({ frequency, hours, minutes, seconds }: Rule): string[] | undefined {
  if (clockwise({ frequency })) return hours.length + minutes.length + seconds.length === 0 ? [] : undefined
  if (hours.length * minutes.length * seconds.length > MOST_TIMES) return undefined
  return hours.flatMap((h) =>
    minutes.flatMap((m) => seconds.map((s) => time(h * hour + m * minute + s * second))),
  )
}

function end({ count, until }: Rule, zone: string, tongue: Tongue): string[] {
  if (count !== undefined) return [tongue.times(count)]
  if (until === undefined) return []
  return [tongue.until('at' in until ? tongue.date(until.at, zone) : tongue.date(until.wall, 'UTC'))]
}

function exceptions(except: string[], tongue: Tongue): string[] {
  if (except.length > MOST_EXCEPTIONS_NAMED) return [tongue.exceptions(except.length)]
  const dates = except.map((one) => tongue.date(readWall(one)!, 'UTC'))
  return dates.length > 0 ? [tongue.except([...new Set(dates)])] : []
}

/** 09:00, and seconds where there are any. */
function time(wall: Wall): string {
  return writeWall(wall).slice(11, 19).replace(/:00$/, '')
}
