import { Unfit } from './item.ts'

export type Row = Record<string, unknown>

/** The first of these columns that holds something. */
function given(row: Row, names: string[]): [name: string, value: unknown] {
  for (const name of names) {
    const value = row[name]
    if (value !== undefined && value !== null && value !== '') return [name, value]
  }
  return [names[0]!, undefined]
}

function inner(value: unknown, ...names: string[]): unknown {
  if (typeof value !== 'object' || value === null) return value
  const name = names.find((one) => one in value)
  return name === undefined ? value : inner((value as Row)[name], ...names)
}

/** A key of any kind as text: a number, a text, or MongoDB's `{"$oid": …}`. */
function toKey(value: unknown): string | undefined {
  const plain = inner(value, '$oid', '$uuid', '$numberLong', '$numberInt')
  if (typeof plain === 'number' && Number.isSafeInteger(plain)) return String(plain)
  return typeof plain === 'string' && plain.length > 0 && plain.length <= 200 ? plain : undefined
}

/** @throws Unfit where it is missing */
export function key(row: Row, ...names: string[]): string {
  const found = maybeKey(row, ...names)
  if (found === undefined) throw new Unfit(`${names.join(' or ')} is missing`)
  return found
}

/** @throws Unfit */
export function maybeKey(row: Row, ...names: string[]): string | undefined {
  const [name, value] = given(row, names)
  if (value === undefined) return undefined
  const found = toKey(value)
  if (found === undefined) throw new Unfit(`${name} is no id`)
  return found
}

/** A list of keys, also as JSON text; those that are objects count by their `id`. @throws Unfit */
export function keys(row: Row, ...names: string[]): string[] {
  const [name, found] = given(row, names)
  if (found === undefined) return []
  const value = typeof found === 'string' ? parsed(found) : found
  if (!Array.isArray(value)) throw new Unfit(`${name} is no list`)
  return value.map((one) => {
    const found = toKey(one) ?? maybeKey(one as Row, 'id', '_id', '_ref')
    if (found === undefined) throw new Unfit(`${name} has something in it that is no id`)
    return found
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** A whole number from 1 on, by which clients know something; undefined for any other key. */
export function number(row: Row, name = 'id'): number | undefined {
  const plain = Number(toKey(row[name]))
  return Number.isSafeInteger(plain) && plain > 0 && plain < 1e15 ? plain : undefined
}

/** Text; what is no Unicode, or has NUL in it, no database would keep. @throws Unfit */
export function words(row: Row, most: number, ...names: string[]): string | undefined {
  const [name, value] = given(row, names)
  if (value === undefined) return undefined
  if (typeof value !== 'string' && typeof value !== 'number') throw new Unfit(`${name} is no text`)
  const text = String(value)
  if (!text.isWellFormed() || text.includes('\0')) throw new Unfit(`${name} is no text that can be kept`)
  if (text.length > most && [...text].length > most)
    throw new Unfit(`${name} has more than ${most} characters`)
  return text
}

export function yes(row: Row, ...names: string[]): boolean {
  const [, value] = given(row, names)
  return value === true || value === 1 || value === 'true' || value === '1' || value === 't'
}

const SLASHES = /^(\d\d)\/(\d\d)\/(\d{4})(?:(,?) (\d\d:\d\d(?::\d\d)?))?$/
const SQL = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d+)?)?$/
const EARLIEST = Date.UTC(1990)
const LATEST = Date.UTC(2200)

/**
 * A time, UTC milliseconds: ISO 8601, as SQL databases write it (then UTC), `dd/mm/YYYY HH:MM:SS`, `mm/dd/YYYY, HH:MM`,
 * seconds or milliseconds since 1970, or MongoDB's `{"$date": …}`. @throws Unfit
 */
export function time(row: Row, ...names: string[]): number | undefined {
  const [name, value] = given(row, names)
  if (value === undefined) return undefined
  const at = instant(inner(value, '$date', '$numberLong', '$numberDouble'))
  if (!(at >= EARLIEST && at < LATEST)) throw new Unfit(`${name} is no time`)
  return at
}

function instant(value: unknown): number {
  const count =
    typeof value === 'number' ? value : /^-?\d+(\.\d+)?$/.test(String(value)) ? Number(value) : undefined
  // No second of these years is as large as a millisecond of theirs.
  if (count !== undefined) return Math.round(count > LATEST / 1000 ? count : count * 1000)
  const text = String(value).trim()
  const [, first, second, year, comma, clock = '00:00'] = SLASHES.exec(text) ?? []
  if (year) return exactly(`${year}-${comma ? `${first}-${second}` : `${second}-${first}`}T${clock}`)
  return SQL.test(text) ? exactly(text.replace(' ', 'T')) : Date.parse(text)
}

/** NaN where the calendar has no such day: a parser would go on counting into the next month. */
function exactly(time: string): number {
  const at = Date.parse(`${time}Z`)
  return Number.isFinite(at) && new Date(at).toISOString().startsWith(time.slice(0, 10)) ? at : Number.NaN
}

/** @throws Unfit */
export function required(at: number | undefined): number {
  if (at === undefined) throw new Unfit('its time is missing')
  return at
}
