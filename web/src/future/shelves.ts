import type { Occurrence, OccurrenceState, Scheduled } from '../store/things.ts'

export const shelves = ['pending', 'delivered', 'failed'] as const
export type Shelf = (typeof shelves)[number]

const shelfOf: Record<OccurrenceState, Shelf> = {
  planned: 'pending',
  waiting: 'pending',
  asking: 'pending',
  delivering: 'pending',
  delivered: 'delivered',
  skipped: 'failed',
  failed: 'failed',
  cancelled: 'failed',
  blocked: 'failed',
}

export const isPending = ({ state }: Pick<Occurrence, 'state'>) => shelfOf[state] === 'pending'

/** Does something still come of it? */
export const isOnItsWay = ({ recipients }: Scheduled) => recipients.some(isPending)

/** What stands on a shelf: of some people it may have arrived, at others not. */
export function onShelf(items: Scheduled[], shelf: Shelf): Scheduled[] {
  return items.filter(({ recipients }) => recipients.some(({ state }) => shelfOf[state] === shelf))
}

/** A heading of the calendar: a day that is near, a month within a year, a year; or what has no date. */
export interface Span {
  of: 'day' | 'month' | 'year' | 'asks' | 'on hold' | 'unknown'
  /** Its beginning. */
  at: number
}

export interface Group extends Span {
  items: Scheduled[]
}

const DAY = 86_400_000
const NEAR_DAYS = 7

/** Under which heading a moment stands. */
function spanOf(at: number, now: number): Span {
  const day = new Date(at).setHours(0, 0, 0, 0)
  const today = new Date(now).setHours(0, 0, 0, 0)
  if (Math.abs(Math.round((day - today) / DAY)) < NEAR_DAYS) return { of: 'day', at: day }
  const [then, present] = [new Date(at), new Date(now)]
  const months = (then.getFullYear() - present.getFullYear()) * 12 + then.getMonth() - present.getMonth()
  if (Math.abs(months) < 12)
    return { of: 'month', at: new Date(then.getFullYear(), then.getMonth()).getTime() }
  return { of: 'year', at: new Date(then.getFullYear(), 0).getTime() }
}

/** What is on its way like a calendar, the next first; what waits for my word before it, what has no date behind. */
export function byDate(items: Scheduled[], now: number): Group[] {
  return grouped(
    items,
    (one) => dueSpan(one, now),
    (one) => one.next_at ?? Number.POSITIVE_INFINITY,
  )
}

/** What has become of it, the latest first. */
export function byOutcome(items: Scheduled[], now: number): Group[] {
  const at = (one: Scheduled) =>
    Math.max(...one.recipients.filter((r) => !isPending(r)).map((r) => r.state_at))
  return grouped(
    items,
    (one) => spanOf(at(one), now),
    (one) => -at(one),
  )
}

function dueSpan({ recipients, state, next_at }: Scheduled, now: number): Span {
  if (recipients.some((one) => one.state === 'asking')) return { of: 'asks', at: 0 }
  if (next_at === null) return { of: 'unknown', at: 0 }
  const held = state === 'paused' || next_at < now
  return held ? { of: 'on hold', at: 0 } : spanOf(next_at, now)
}

const ranks: Partial<Record<Span['of'], number>> = { asks: -1, unknown: 1, 'on hold': 2 }

function grouped(
  items: Scheduled[],
  span: (item: Scheduled) => Span,
  order: (item: Scheduled) => number,
): Group[] {
  const groups = new Map<string, Group>()
  for (const item of items.toSorted((a, b) => order(a) - order(b) || (a.id < b.id ? -1 : 1))) {
    const found = span(item)
    const key = `${found.of} ${found.at}`
    const group = groups.get(key) ?? { ...found, items: [] }
    group.items.push(item)
    groups.set(key, group)
  }
  return [...groups.values()].toSorted((a, b) => (ranks[a.of] ?? 0) - (ranks[b.of] ?? 0))
}
