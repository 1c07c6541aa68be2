import { day, second } from '../../clock.ts'
import { clockwise, type Rule } from './rule.ts'
import { LAST_MOMENT, momentOf, momentsOf, offsetsAround, type Wall, wallAt } from './wall.ts'
import { type Work, wallTimes } from './wall-times.ts'

/** A rule with where it begins and ends: all that is needed to find its occurrences in a zone. */
export interface Recurrence {
  rule: Rule
  /** Its DTSTART, by the clock on the wall. */
  start: Wall
  /** The moment of the start, if it is more exactly known than by the clock. */
  at: number | undefined
  /** The last local time, where it is known. */
  last: Wall | undefined
  /** Local times that are left out, to the second, and whole days, each by its midnight. */
  except: { times: Set<Wall>; days: Set<Wall> }
}

/**
 * The first occurrence in a zone that is later than a moment, or undefined when there is none before the year 10000 or
 * within the work.
 *
 * The rule runs on the clock on the wall. Each local time that it gives is turned into its moment as `momentOf` has it;
 * hourly and finer rules take both moments of an hour that comes twice. Moments that fall together are one.
 */
export function nextMoment(of: Recurrence, after: number, zone: string, work: Work): number | undefined {
  const begin = of.at ?? momentOf(of.start, zone)
  const past = Math.max(after, begin - 1)
  const from = past + offsetsAround(past, zone).lowest
  const moments = momentsAt(of, begin, zone)
  const end = lastWall(of, zone)
  let next: number | undefined
  let enough = LAST_MOMENT
  for (const wall of wallTimes(of.rule, of.start, from, work)) {
    if (wall > end) break
    for (const moment of moments(wall)) {
      if (moment <= past || (next !== undefined && moment >= next)) continue
      next = moment
      // A later local time can be an earlier moment only where clocks change.
      enough = moment + offsetsAround(moment, zone).highest
    }
    if (wall >= enough) break
  }
  return next
}

/** The moments of a local time that count in a zone: not after UNTIL, not excepted. */
function momentsAt(
  { rule, start, except }: Recurrence,
  begin: number,
  zone: string,
): (wall: Wall) => number[] {
  const until = rule.until && 'at' in rule.until ? rule.until.at : LAST_MOMENT
  const twice = clockwise(rule)
  const leftOut = (wall: Wall) =>
    except.times.has(Math.floor(wall / second) * second) || except.days.has(Math.floor(wall / day) * day)
  return (wall) => {
    if (leftOut(wall)) return []
    const moments = twice ? momentsOf(wall, zone) : [wall === start ? begin : momentOf(wall, zone)]
    return moments.filter((moment) => moment <= until && !leftOut(wallAt(moment, zone)))
  }
}

/** No local time after this one can count. */
function lastWall({ rule, last }: Recurrence, zone: string): Wall {
  const { until } = rule
  const byUntil = until === undefined ? LAST_MOMENT : 'wall' in until ? until.wall : until.at
  const margin = until && 'at' in until ? offsetsAround(until.at, zone).highest : 0
  return Math.min(byUntil + margin, last ?? LAST_MOMENT)
}

/** The last local time of a rule that is counted, or undefined if the work does not reach so far. */
export function lastCounted(rule: Rule, start: Wall, count: number, work: Work): Wall | undefined {
  let left = count
  for (const wall of wallTimes(rule, start, start, work)) if (--left === 0) return wall
  return undefined
}
