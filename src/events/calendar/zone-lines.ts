import { day } from '../../clock.ts'
import { offsetAt, writeWall } from '../../scheduled/when/wall.ts'
import { basic } from './lines.ts'

/** Of what recurs for ever, the changes of clocks are told so much further than anybody looks. */
export const TOLD_AHEAD_MS = 10 * 366 * day

/** A change of clocks: when, and from and to what they are ahead of UTC, in milliseconds. */
interface Transition {
  at: number
  from: number
  to: number
}

/** Zones that are UTC under another name need no rules: times are written in UTC. */
export function isUtc(zone: string): boolean {
  return /^(?:Etc\/)?(?:UTC|UCT|GMT|Universal|Zulu|Greenwich|GMT[+-]?0)$/.test(zone)
}

/**
 * The clocks of a zone between two moments as a VTIMEZONE (RFC 5545, 3.6.5). Every change is named, as the database of
 * zones has it, rather than a rule for them: some zones change by the moon.
 */
export function zoneLines(zone: string, from: number, until: number): string[] {
  const start = from - day
  const first = offsetAt(start, zone)
  const changes = [...transitions(zone, start, until)]
  // All changes of one kind stand in one part, with the further ones as RDATE.
  const kinds = Map.groupBy(changes, (one) => `${one.from} ${one.to} ${nameAt(one.at, zone)}`)
  return [
    'BEGIN:VTIMEZONE',
    `TZID:${zone}`,
    ...observance([{ at: start, from: first, to: first }], zone, isSummer(first, changes)),
    ...[...kinds.values()].flatMap((some) => observance(some, zone, some[0]!.to > some[0]!.from)),
    'END:VTIMEZONE',
  ]
}

function* transitions(zone: string, from: number, until: number): Generator<Transition> {
  for (let at = from; ; ) {
    const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
    const next = zoned.getTimeZoneTransition('next')
    if (next === null || next.epochMilliseconds > until) return
    at = next.epochMilliseconds
    const [before, after] = [offsetAt(at - 1, zone), offsetAt(at, zone)]
    // Some changes are of the name only.
    if (before !== after) yield { at, from: before, to: after }
  }
}

function isSummer(offset: number, [next]: Transition[]): boolean {
  return next !== undefined && next.to < offset
}

function observance(changes: Transition[], zone: string, summer: boolean): string[] {
  const [first] = changes as [Transition, ...Transition[]]
  const kind = summer ? 'DAYLIGHT' : 'STANDARD'
  const local = ({ at, from }: Transition) => basic(writeWall(Math.floor((at + from) / 1000) * 1000))
  return [
    `BEGIN:${kind}`,
    `DTSTART:${local(first)}`,
    // The first is named again: some readers take either DTSTART or the list.
    ...(changes.length > 1 ? [`RDATE:${changes.map(local).join(',')}`] : []),
    `TZOFFSETFROM:${offset(first.from)}`,
    `TZOFFSETTO:${offset(first.to)}`,
    `TZNAME:${nameAt(first.at, zone)}`,
    `END:${kind}`,
  ]
}

/** +0530, and seconds where there are any. */
function offset(ms: number): string {
  const seconds = Math.abs(Math.round(ms / 1000))
  const parts = [seconds / 3600, (seconds / 60) % 60, seconds % 60].map((part) =>
    String(Math.floor(part)).padStart(2, '0'),
  )
  return `${ms < 0 ? '-' : '+'}${parts.join('').replace(/^(\d{4})00$/, '$1')}`
}

/** What people call the time of a zone at a moment, such as CEST. */
function nameAt(at: number, zone: string): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'short' }).formatToParts(at)
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? zone
}
