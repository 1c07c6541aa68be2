import { Problem } from '../problem.ts'
import { MOST_EXCEPTIONS } from '../scheduled/when/bounds.ts'
import { firstOf, nextOf, type Plan, settle } from '../scheduled/when/plan.ts'
import { clockwise, readRule } from '../scheduled/when/rule.ts'
import { dayOf, daysBetween, plusDays, spanOf, type Typed } from './span.ts'

/** How an event recurs, as it was asked for. */
export interface Repeat {
  /** An RRULE of RFC 5545; DTSTART is the date and time of the event. */
  rule: string
  /** Dates that are left out. */
  except: string[]
}

/** The columns of an event that say when it is. */
export interface Times extends Typed {
  all_day: number
  starts_at: number
  ends_at: number | null
  plan: string | null
}

/**
 * When an event is, worked out from what was typed. One that recurs begins with the first day that fits its rule, as
 * calendars expect. Days may be past. @throws Problem invalid
 */
export function settleTimes(typed: Typed, repeat: Repeat | undefined): Times {
  const { local: _, over_at: __, ...span } = spanOf(typed)
  if (!repeat) return { ...typed, ...span, plan: null }
  const plan = planFor(typed, repeat.rule)
  const first = dayOf(firstOf(plan, null), plan)
  if (first !== typed.date) return settleTimes(movedTo(typed, first), repeat)
  const except = [...new Set(repeat.except)].sort()
  if (except.length > MOST_EXCEPTIONS)
    throw new Problem('invalid', `body.repeat.except: must not be more than ${MOST_EXCEPTIONS}`)
  const whole: Plan = { ...plan, repeat: { ...plan.repeat!, except } }
  if (nextOf(whole, Number.NEGATIVE_INFINITY, null) === undefined)
    throw new Problem('invalid', 'body.repeat.except: leaves no date')
  return { ...typed, ...span, plan: JSON.stringify(whole) }
}

function movedTo(typed: Typed, date: string): Typed {
  const end_date = typed.end_date && plusDays(typed.end_date, daysBetween(typed.date, date))
  return { ...typed, date, end_date }
}

/** @throws Problem invalid for what is no rule, and for rules that go by the clock: the time is that of the event */
function planFor(typed: Typed, rule: string): Plan {
  const { local } = spanOf(typed)
  try {
    const { hours, minutes, seconds, ...read } = readRule(rule)
    if (clockwise(read) || hours.length + minutes.length + seconds.length > 0)
      throw new Problem('invalid', 'when.repeat.rule: must go by days, not by hours, minutes or seconds')
    const always = { now: 0, leastMs: 0, mostMs: Number.POSITIVE_INFINITY, zone: typed.zone, choices: [] }
    return settle({ local, zone: typed.zone, repeat: { rule } }, always)
  } catch (refused) {
    if (!(refused instanceof Problem)) throw refused
    throw new Problem(refused.code, refused.message.replace(/^when\./, 'body.'))
  }
}

/** How an event recurs, from what is kept of it. */
export function repeatOf(plan: string | null): Repeat | undefined {
  if (plan === null) return undefined
  const { rule, except } = (JSON.parse(plan) as Plan).repeat!
  return { rule, except }
}
