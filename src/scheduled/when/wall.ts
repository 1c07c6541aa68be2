import { day } from '../../clock.ts'

/**
 * What a clock on the wall shows, without a zone: milliseconds since 1970 as if that clock were in UTC. Unlike moments,
 * these can be added and compared by the calendar.
 */
export type Wall = number

/** The last millisecond of the year 9999: nothing is planned beyond it. */
export const LAST_MOMENT = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

const shape = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?)?$/

/** Reads 2027-07-14T09:00, with or without seconds, or 2027-07-14 for its midnight; undefined for what never was a date. */
export function readWall(text: string): Wall | undefined {
  const parts = shape.exec(text)
  if (!parts) return undefined
  const [year, month, date, hour, minute, second] = parts.slice(1, 7).map((part) => Number(part ?? 0))
  const fraction = Number((parts[7] ?? '').padEnd(3, '0'))
  const wall = new Date(0)
  wall.setUTCFullYear(year!, month! - 1, date!)
  wall.setUTCHours(hour!, minute!, second!, fraction)
  const same = wall.toISOString().startsWith(`${text.slice(0, 10)}T${(parts[4] ?? '00').padStart(2, '0')}`)
  return same && minute! < 60 && second! < 60 ? wall.getTime() : undefined
}

/** 2027-07-14T09:00:00, and a fraction where there is one. */
export function writeWall(wall: Wall): string {
  return new Date(wall).toISOString().replace(/(\.000)?Z$/, '')
}

/** What the clocks of a zone are ahead of UTC at a moment, in milliseconds. */
export function offsetAt(at: number, zone: string): number {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
  return Math.trunc(zoned.offsetNanoseconds / 1_000_000)
}

export function wallAt(at: number, zone: string): Wall {
  return at + offsetAt(at, zone)
}

function resolve(wall: Wall, zone: string, disambiguation: 'compatible' | 'later'): number {
  const local = Temporal.Instant.fromEpochMilliseconds(wall).toZonedDateTimeISO('UTC').toPlainDateTime()
  return local.toZonedDateTime(zone, { disambiguation }).epochMilliseconds
}

/**
 * The moment at which clocks show this (RFC 5545 §3.3.5). Of two, when clocks are put back, it is the first. If they never
 * show it, because they are put forward, it is read with the offset from before: 02:30 comes at what is then called 03:30.
 */
export function momentOf(wall: Wall, zone: string): number {
  return resolve(wall, zone, 'compatible')
}

/** The same, but both moments where clocks show it twice. */
export function momentsOf(wall: Wall, zone: string): number[] {
  const first = momentOf(wall, zone)
  if (wallAt(first, zone) !== wall) return [first]
  const second = resolve(wall, zone, 'later')
  return first === second ? [first] : [first, second]
}

/** Longer than clocks have ever been put forward or back at once: Samoa left a whole day out in 2011. */
const AROUND = day + day / 24

/** The lowest and the highest offset of a zone about a moment. They are one, unless clocks change thereabouts. */
export function offsetsAround(at: number, zone: string): { lowest: number; highest: number } {
  const offsets = [at - AROUND, at, at + AROUND].map((time) => offsetAt(time, zone))
  return { lowest: Math.min(...offsets), highest: Math.max(...offsets) }
}
