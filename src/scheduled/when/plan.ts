import { day, second } from '../../clock.ts'
import { Problem } from '../../problem.ts'
import type { SendChoice } from '../choices.ts'
import { MOST_EXCEPTIONS, MOST_PREVIEWED, MOST_WORK, MOST_WORK_AT_ONCE } from './bounds.ts'
import { drawBetween } from './draw.ts'
import { lastCounted, nextMoment, type Recurrence } from './recur.ts'
import { readRule, wrongRule } from './rule.ts'
import { LAST_MOMENT, momentOf, readWall, type Wall, wallAt, writeWall } from './wall.ts'
import type { When } from './when.ts'

/** When a message arrives, as it is kept: plain JSON from which every occurrence can be computed, also years later. */
export interface Plan {
  /** The moment of the first, where that is fixed: an instant, an exact delay, a draw. Else the local time decides. */
  at?: number
  /** The first by the clock on the wall of the zone. */
  local: string
  /** The zone; with `whereYouAre` that of recipients who have told none. */
  zone: string
  /** By the clocks of each recipient. */
  whereYouAre?: true
  repeat?: Repeat
  /** Between which moments `at` was drawn. */
  drawn?: { from: number; to: number }
  /** The moment is to be shown to nobody. */
  hidden?: true
}

export interface Repeat {
  /** An RRULE of RFC 5545; DTSTART is `local`. */
  rule: string
  /** The last local time, where the rule has COUNT. */
  last?: string
  /** Dates and local times that are left out. */
  except: string[]
}

/** What a plan is made by. Distances are from now, in milliseconds. */
export interface Settling {
  now: number
  /** The zone of the sender's profile. */
  zone: string | null
  choices: SendChoice[]
  leastMs: number
  mostMs: number
}

function wrong(message: string): Problem {
  return new Problem('invalid', `when: ${message}`)
}

/**
 * Turns what a client asked for into a plan; draws what is to be drawn.
 * @throws Problem invalid for a time that is past, too near or too far, and for rules that never or too often recur
 */
export function settle(when: When, settling: Settling): Plan {
  const zone = when.zone ?? settling.zone ?? 'UTC'
  const plan = when.choice === undefined ? begin(when, zone, settling) : choose(when.choice, zone, settling)
  if (when.repeat) plan.repeat = settleRepeat(when.repeat, plan)
  const first = nextOf(plan, Number.NEGATIVE_INFINITY, null)
  if (first === undefined) throw wrongRule('never occurs, or too rarely')
  // How near a choice may be is for the operator to say, who made it.
  requireAhead(first, when.choice === undefined ? settling : { ...settling, leastMs: 0 })
  return plan
}

function exactly(at: number, zone: string): Plan {
  return { at, local: writeWall(wallAt(at, zone)), zone }
}

function begin(when: When, zone: string, settling: Settling): Plan {
  if (when.at !== undefined) return exactly(when.at, zone)
  if (when.in) return delay(when.in.unit, when.in.count, zone, settling)
  if (when.random) return draw(when.random, zone, settling)
  const local = writeWall(readWall(when.local!)!)
  return { local, zone, ...(when.where_you_are && { whereYouAre: true }) }
}

const exact: Partial<Record<Unit, number>> = { second, minute: 60 * second, hour: 3600 * second }
/** What a unit of the calendar has at least. */
const atLeast: Record<string, number> = { day: 0.95 * day, week: 6.9 * day, month: 28 * day, year: 365 * day }
export type Unit = NonNullable<When['in']>['unit']

/** Calendar units keep the time of day and the date; a day that the month has not becomes its last. */
function delay(unit: Unit, count: number, zone: string, { now, mostMs }: Settling): Plan {
  const length = exact[unit]
  if (count * (length ?? atLeast[unit]!) > Math.min(mostMs, LAST_MOMENT - now)) throw tooFar(mostMs)
  if (length !== undefined) return exactly(now + count * length, zone)
  const wall = Temporal.Instant.fromEpochMilliseconds(wallAt(now, zone)).toZonedDateTimeISO('UTC')
  const later = wall.add({ [`${unit}s`]: count }).epochMilliseconds
  if (later > LAST_MOMENT) throw tooFar(mostMs)
  return { local: writeWall(later), zone }
}

function draw(
  { from, to, hidden }: { from: number; to: number; hidden?: boolean | undefined },
  zone: string,
  settling: Settling,
): Plan {
  requireAhead(from, settling)
  requireAhead(to, settling)
  return { ...exactly(drawBetween(from, to), zone), drawn: { from, to }, ...(hidden && { hidden: true }) }
}

function choose(key: string, zone: string, settling: Settling): Plan {
  const choice = settling.choices.find((one) => one.key === key)
  if (!choice) throw wrong('there is no such choice')
  const { now } = settling
  const { when } = choice
  if ('seconds' in when) return exactly(now + when.seconds * second, zone)
  if ('in' in when) return delay(when.in.unit, when.in.count, zone, settling)
  if ('at' in when) return exactly(when.at, zone)
  if ('calendar' in when) throw wrong('this choice is for a time of your own: say it as at or local')
  const { from_seconds, to_seconds, hidden } = when.random
  const bounds = { from: now + from_seconds * second, to: now + to_seconds * second, hidden }
  return draw(bounds, zone, { ...settling, leastMs: 0 })
}

function requireAhead(at: number, { now, leastMs, mostMs }: Settling): void {
  if (at < now - second) throw wrong('lies in the past')
  if (at < now + leastMs) throw wrong(`must be at least ${leastMs / second} s from now`)
  if (at > now + mostMs || at > LAST_MOMENT) throw tooFar(mostMs)
}

function tooFar(mostMs: number): Problem {
  return wrong(`must not be more than ${Math.floor(mostMs / day)} days from now`)
}

function settleRepeat({ rule: text, except }: NonNullable<When['repeat']>, { local }: Plan): Repeat {
  const rule = readRule(text)
  const repeat: Repeat = { rule: text.toUpperCase().replace(/^RRULE:/, ''), except: tidy(except ?? []) }
  if (rule.count === undefined) return repeat
  const last = lastCounted(rule, readWall(local)!, rule.count, { left: MOST_WORK_AT_ONCE })
  if (last === undefined) throw wrongRule('COUNT reaches too far; say UNTIL, or nothing')
  return { ...repeat, last: writeWall(last) }
}

function tidy(except: string[]): string[] {
  const written = except.map((one) => (one.includes('T') ? writeWall(readWall(one)!) : one))
  return [...new Set(written)].sort()
}

/** Reads a plan from the text in which it is kept. */
export function readPlan(text: string): Plan {
  return JSON.parse(text) as Plan
}

function zoneOf(plan: Plan, zone: string | null): string {
  return plan.whereYouAre ? (zone ?? plan.zone) : plan.zone
}

function recurrenceOf({ at, local, repeat }: Plan): Recurrence {
  const { rule, last, except } = repeat!
  const walls = (some: string[]) => new Set(some.map((one) => readWall(one.slice(0, 19))!))
  return {
    rule: readRule(rule),
    start: readWall(local)!,
    at,
    last: last === undefined ? undefined : readWall(last)!,
    except: {
      times: walls(except.filter((one) => one.includes('T'))),
      days: walls(except.filter((one) => !one.includes('T'))),
    },
  }
}

/** The moment that the plan begins with, before any rule, by the clocks of a zone. */
function beginOf(plan: Plan, zone: string): number {
  return plan.at ?? momentOf(readWall(plan.local) as Wall, zone)
}

/** The first occurrence for a recipient in this zone. For all alike, unless it is by the recipients' own clocks. */
export function firstOf(plan: Plan, zone: string | null): number {
  return nextOf(plan, Number.NEGATIVE_INFINITY, zone) ?? beginOf(plan, zoneOf(plan, zone))
}

/** The first occurrence later than a moment, for a recipient in this zone; undefined when there is none any more. */
export function nextOf(plan: Plan, after: number, zone: string | null): number | undefined {
  const place = zoneOf(plan, zone)
  if (plan.repeat) return nextMoment(recurrenceOf(plan), after, place, { left: MOST_WORK })
  const only = beginOf(plan, place)
  return only > after ? only : undefined
}

/**
 * The next occurrences after a moment, up to 100. Of rules that recur every other century it may be fewer than there are:
 * all together may take no more work than a few would.
 */
export function previewFor(plan: Plan, zone: string | null, after: number, count: number): number[] {
  const place = zoneOf(plan, zone)
  const recurrence = plan.repeat && recurrenceOf(plan)
  const work = { left: MOST_WORK_AT_ONCE }
  const found: number[] = []
  for (let last = after; found.length < Math.min(count, MOST_PREVIEWED); ) {
    const next = recurrence ? nextMoment(recurrence, last, place, work) : nextOf(plan, last, zone)
    if (next === undefined) break
    found.push(next)
    last = next
  }
  return found
}

/**
 * The same plan without the occurrence at this moment. Exceptions that are over are forgotten.
 * @throws Problem conflict when there are too many exceptions still to come
 */
export function without(plan: Plan, at: number, zone: string | null): Plan {
  if (!plan.repeat) throw new Problem('conflict', 'It does not repeat')
  const wall = wallAt(at, zoneOf(plan, zone))
  // In no zone is it two days earlier than in another.
  const over = writeWall(wall - 2 * day).slice(0, 10)
  const except = tidy([...plan.repeat.except.filter((one) => one >= over), writeWall(wall)])
  if (except.length > MOST_EXCEPTIONS)
    throw new Problem('conflict', `There can be no more than ${MOST_EXCEPTIONS} exceptions`)
  return { ...plan, repeat: { ...plan.repeat, except } }
}
