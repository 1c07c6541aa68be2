import { fromRule, toRule, weekly } from '../future/repeat.ts'
import { blankWhen, pickDay, type WhenDraft } from '../future/when.ts'
import type { Draft, EventDate, EventView, Told } from './event.ts'

/** What is filled in about an event. */
export interface EventDraft {
  title: string
  description: string
  venue: string
  address: string
  /** Its first day, its zone, and how it recurs. */
  when: WhenDraft
  /** '' for the same day. */
  endDate: string
  time: string
  /** '' for as many as like. */
  capacity: string
  chatId: string | null
}

/** Nothing yet, for a day. */
export function blank(chatId: string | null, date: string, zone: string): EventDraft {
  const when = { ...blankWhen(zone), date, repeat: weekly(date) }
  const empty = { title: '', description: '', venue: '', address: '', endDate: '', time: '', capacity: '' }
  return { ...empty, when, chatId }
}

/** What would be filled in to say this event, or one date of it. */
export function fromEvent(event: EventView, one?: EventDate): EventDraft {
  const { title, description, venue, address, date, end_date, time, zone }: Told = one ?? event
  const words = { title, description, venue, address, time, endDate: end_date ?? '' }
  const capacity = event.capacity === null ? '' : String(event.capacity)
  return { ...words, capacity, chatId: event.chat_id, when: repeating({ ...blankWhen(zone), date }, event) }
}

function repeating(when: WhenDraft, { repeat }: EventView): WhenDraft {
  if (!repeat) return { ...when, repeat: weekly(when.date) }
  const found = fromRule(repeat.rule, when.date)
  const known = found ? { repeat: found } : { repeat: weekly(when.date), rule: repeat.rule }
  return { ...when, ...known, repeats: true, except: repeat.except }
}

/** Another first day: the last one goes along, and so does a weekly rule. */
export function pickDate({ when, endDate }: EventDraft, date: string): Partial<EventDraft> {
  const days = endDate ? Date.parse(endDate) - Date.parse(when.date) : 0
  const moved = endDate && new Date(Date.parse(date) + days).toISOString().slice(0, 10)
  return { when: pickDay(when, date), endDate: moved }
}

function wordsIn({ title, description, venue, address, time, when, endDate }: EventDraft) {
  return {
    ...{ title: title.trim(), description: description.trim(), venue: venue.trim(), address: address.trim() },
    date: when.date,
    end_date: endDate && endDate !== when.date ? endDate : null,
    time: time.trim(),
  }
}

/** As the server takes a new one. */
export function bodyOf(draft: EventDraft): Draft {
  const { rule, repeat, repeats, except, zone } = draft.when
  return {
    ...wordsIn(draft),
    zone,
    repeat: repeats ? { rule: rule ?? toRule(repeat), ...(except.length > 0 && { except }) } : null,
    capacity: draft.capacity === '' ? null : Number(draft.capacity),
    chat_id: draft.chatId,
  }
}

const differs = (one: unknown, other: unknown) => JSON.stringify(one) !== JSON.stringify(other)

/** What of an event is another now. A rule that is the same in other words stays as it is. */
export function shiftedBy(event: EventView, draft: EventDraft): Partial<Draft> {
  const { chat_id: _, ...body } = bodyOf(draft)
  const before = bodyOf(fromEvent(event))
  return changedIn(body, before)
}

/** What one date has that is another than what it had. */
export function dateBodyOf(date: EventDate, draft: EventDraft): Partial<Draft> {
  const { title, description, venue, address, end_date, time } = date
  return changedIn(wordsIn(draft), { title, description, venue, address, date: date.date, end_date, time })
}

function changedIn<T extends object>(now: T, before: object): Partial<T> {
  const then = before as Record<string, unknown>
  return Object.fromEntries(
    Object.entries(now).filter(([name, value]) => differs(value, then[name])),
  ) as Partial<T>
}
