import type { Unit, When } from '../store/things.ts'
import { fromRule, type Repeat, toRule, weekly } from './repeat.ts'

/** How somebody says when: one of the operator's choices, a day, a delay, somewhere between two days, or nothing yet. */
export type Way = 'none' | 'choice' | 'day' | 'delay' | 'between'

/** What is filled in about the time. What belongs to another way is kept, so that one may go back to it. */
export interface WhenDraft {
  way: Way
  choice: string
  /** 2027-07-14 and 09:00, by the clocks of `zone`. */
  date: string
  hour: string
  zone: string
  whereYouAre: boolean
  repeats: boolean
  repeat: Repeat
  /** A rule that the fields cannot say; it stays unless another is made. */
  rule: string | null
  except: string[]
  count: number
  unit: Unit
  from: string
  to: string
  hidden: boolean
}

const DAY = 86_400_000
const two = (n: number) => String(n).padStart(2, '0')

/** The date that a browser's clock shows then. */
export function dateOf(at: number): string {
  const day = new Date(at)
  return `${String(day.getFullYear()).padStart(4, '0')}-${two(day.getMonth() + 1)}-${two(day.getDate())}`
}

export function hourOf(at: number): string {
  const day = new Date(at)
  return `${two(day.getHours())}:${two(day.getMinutes())}`
}

/** Nothing is said yet; where a field is shown, it has something plausible in it: tomorrow at nine. */
export function blankWhen(zone: string, now = Date.now()): WhenDraft {
  const tomorrow = dateOf(now + DAY)
  return {
    way: 'none',
    choice: '',
    date: tomorrow,
    hour: '09:00',
    zone,
    whereYouAre: false,
    repeats: false,
    repeat: weekly(tomorrow),
    rule: null,
    except: [],
    count: 10,
    unit: 'minute',
    from: dateOf(now + 30 * DAY),
    to: dateOf(now + 180 * DAY),
    hidden: true,
  }
}

/** As the server takes it; undefined while it is not said. */
export function toWhen(draft: WhenDraft): When | undefined {
  const { way, zone } = draft
  if (way === 'choice') return { choice: draft.choice }
  if (way === 'delay')
    return draft.count >= 1 ? { in: { unit: draft.unit, count: draft.count }, zone } : undefined
  if (way === 'between') return between(draft)
  if (way === 'none' || !draft.date || !draft.hour) return undefined
  return {
    local: `${draft.date}T${draft.hour}`,
    zone,
    ...(draft.whereYouAre && { where_you_are: true }),
    ...(draft.repeats && { repeat: repeatOf(draft) }),
  }
}

function repeatOf({ rule, repeat, except }: WhenDraft) {
  return { rule: rule ?? toRule(repeat), ...(except.length > 0 && { except }) }
}

/** From the beginning of the one day, or at once if that is today, to the end of the other. */
function between({ from, to, hidden }: WhenDraft): When | undefined {
  if (!from || !to || from > to) return undefined
  const begin = Math.max(new Date(`${from}T00:00`).getTime(), Date.now() + 60_000)
  const end = new Date(`${to}T23:59`).getTime()
  return { random: { from: Math.round(begin / 60_000) * 60_000, to: end, hidden } }
}

/** What would be filled in to say this. `zone` is that of the one who looks. */
export function fromWhen(when: When, zone: string, now = Date.now()): WhenDraft {
  const blank = blankWhen(zone, now)
  if (when.choice !== undefined) return { ...blank, way: 'choice', choice: when.choice }
  if (when.random) {
    const { from, to, hidden = false } = when.random
    return { ...blank, way: 'between', from: dateOf(from), to: dateOf(to), hidden }
  }
  if (when.in && !when.repeat) return { ...blank, way: 'delay', ...when.in, zone: when.zone ?? zone }
  const [date, hour] = when.local?.split('T') ?? begin(when, now)
  if (!date || !hour) return blank
  const day = { ...blank, way: 'day' as const, date, hour, whereYouAre: when.where_you_are ?? false }
  return { ...day, zone: when.local ? (when.zone ?? zone) : zone, ...repeating(when, date) }
}

/** An instant, and a delay from which something recurs, as the clock of whoever looks shows them. */
function begin(when: When, now: number): [string, string] | [] {
  if (when.at !== undefined) return [dateOf(when.at), hourOf(when.at)]
  return when.in ? [dateOf(now + DAY), hourOf(now)] : []
}

function repeating({ repeat }: When, date: string): Partial<WhenDraft> {
  if (!repeat) return { repeat: weekly(date) }
  const found = fromRule(repeat.rule, date)
  const except = repeat.except ?? []
  if (!found) return { repeats: true, repeat: weekly(date), rule: repeat.rule, except }
  return { repeats: true, repeat: found, except }
}

/** Another first day. Where it recurs weekly on the day that was picked alone, it goes along. */
export function pickDay(draft: WhenDraft, date: string): WhenDraft {
  const before = weekly(draft.date)
  const after = weekly(date)
  const { repeat } = draft
  const goesAlong = repeat.weekdays.length === 1 && repeat.weekdays[0] === before.weekday
  return {
    ...draft,
    date,
    repeat: {
      ...repeat,
      ...(goesAlong && { weekdays: after.weekdays }),
      ...(repeat.nth === before.nth &&
        repeat.weekday === before.weekday && { nth: after.nth, weekday: after.weekday }),
      ...(repeat.until <= date && { until: after.until }),
    },
  }
}
