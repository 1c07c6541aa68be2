import type { Insertable } from 'kysely'
import { day } from '../clock.ts'
import type { Tx } from '../db/commit.ts'
import { lockFree } from '../db/dialect.ts'
import { insertAll } from '../db/insert.ts'
import type { EventDateRow } from '../db/schema.ts'
import { newId } from '../id.ts'
import { nextOf, type Plan, previewFor } from '../scheduled/when/plan.ts'
import type { Event } from './event.ts'
import { moveReminders } from './reminders.ts'
import { dayOf, daysBetween, plusDays, type Span, spanOf, type Typed } from './span.ts'

/** Dates are worked out so far ahead, and in any case the next one. */
const AHEAD_MS = 400 * day
/** They are worked out anew when so much less is left. */
const SLACK_MS = 30 * day
/** Of a series that begins in the past, so much of the past. */
const BEHIND_MS = 366 * day
const AT_ONCE = 100

/** What is different on one day of a series. */
export interface Changes {
  title?: string
  description?: string
  venue?: string
  address?: string
  date?: string
  end_date?: string | null
  time?: string
}

type Timed = Pick<
  Event,
  'id' | 'date' | 'end_date' | 'time' | 'zone' | 'all_day' | 'starts_at' | 'ends_at' | 'plan'
>

interface Dates {
  rows: Insertable<EventDateRow>[]
  plannedUntil: number | null
}

/** What was typed for a day of the series, with its changes. `original` is the day that the rule gives. */
export function typedFor(event: Timed, original: string, changes: Changes): Typed {
  const date = changes.date ?? original
  const later = event.end_date && plusDays(date, daysBetween(event.date, event.end_date))
  const end_date = changes.end_date === undefined ? later : changes.end_date
  return { date, end_date, time: changes.time ?? event.time, zone: event.zone }
}

export function changedSpan(event: Timed, original: string, changes: Changes): Span {
  return spanOf(typedFor(event, original, changes))
}

/**
 * The dates after a moment. An end is as long after the start as on the first date, as calendars have it (RFC 5545,
 * 3.8.5.3); whole days are whole days.
 */
function datesOf(event: Timed, after: number, now: number, kept = new Map<string, string>()): Dates {
  const plan = event.plan === null ? undefined : (JSON.parse(event.plan) as Plan)
  if (!plan) return { rows: [toRow(event, event.date, event.starts_at, kept)], plannedUntil: null }
  const { moments, ended } = momentsOf(plan, after, now + AHEAD_MS)
  const rows = moments.map((at) => toRow(event, dayOf(at, plan), at, kept))
  return { rows, plannedUntil: ended ? null : Math.max(now + AHEAD_MS, moments.at(-1) ?? 0) }
}

function momentsOf(plan: Plan, after: number, until: number): { moments: number[]; ended: boolean } {
  const moments: number[] = []
  for (let last = after; ; last = moments.at(-1)!) {
    const some = previewFor(plan, null, last, AT_ONCE)
    const near = some.filter((at) => at <= until)
    moments.push(...near)
    const [first] = some
    if (first !== undefined && moments.length === 0) moments.push(first)
    if (near.length < some.length) return { moments, ended: false }
    if (some.length < AT_ONCE)
      return { moments, ended: nextOf(plan, moments.at(-1) ?? last, null) === undefined }
  }
}

function toRow(
  event: Timed,
  date: string,
  starts_at: number,
  kept: Map<string, string>,
): Insertable<EventDateRow> {
  const changes = kept.get(date) ?? null
  const own =
    changes === null && event.all_day === 0 && event.plan !== null
      ? repeated(event, date, starts_at)
      : changedSpan(event, date, changes === null ? {} : (JSON.parse(changes) as Changes))
  return {
    id: newId(),
    event_id: event.id,
    date,
    starts_at: own.starts_at,
    ends_at: own.ends_at,
    over_at: own.over_at,
    changes,
  }
}

function repeated(event: Timed, date: string, starts_at: number) {
  if (event.ends_at === null) return { ...changedSpan(event, date, {}), starts_at }
  const ends_at = starts_at + event.ends_at - event.starts_at
  return { starts_at, ends_at, over_at: ends_at }
}

/**
 * Works out the dates of an event from the beginning. A day that was changed keeps its changes, if it is still one of
 * them. Answers how far they are worked out.
 */
export async function planDates(tx: Tx, event: Timed): Promise<number | null> {
  const before = tx.db.selectFrom('event_dates').select(['date', 'changes']).where('event_id', '=', event.id)
  const changed = await before.where('changes', 'is not', null).execute()
  const kept = new Map(changed.map(({ date, changes }) => [date, changes!]))
  await tx.db.deleteFrom('event_dates').where('event_id', '=', event.id).execute()
  const after = Math.max(event.starts_at, tx.at - BEHIND_MS) - 1
  const { rows, plannedUntil } = datesOf(event, after, tx.at, kept)
  await insertAll(tx.db, 'event_dates', rows)
  return plannedUntil
}

/** Is any of its dates not over yet? */
export async function isToCome(
  { db, at }: Tx,
  { id, planned_until }: Pick<Event, 'id' | 'planned_until'>,
): Promise<boolean> {
  if (planned_until !== null) return true
  const query = db.selectFrom('event_dates').select('id').where('event_id', '=', id).where('over_at', '>', at)
  return (await query.limit(1).executeTakeFirst()) !== undefined
}

const MOST_PER_STEP = 50

/** Time goes on: works out what has come nearer, of some series. Answers of how many. */
export async function extendDates(tx: Tx): Promise<number> {
  const query = tx.db
    .selectFrom('events')
    .selectAll()
    .where('planned_until', '<', tx.at + AHEAD_MS - SLACK_MS)
    .orderBy('planned_until')
    .limit(MOST_PER_STEP)
  const events = await lockFree(tx.dialect, query).execute()
  for (const event of events) {
    const last = await tx.db
      .selectFrom('event_dates')
      .select('date')
      .where('event_id', '=', event.id)
      .orderBy('date', 'desc')
      .limit(1)
      .executeTakeFirst()
    const { rows, plannedUntil } = datesOf(event, event.planned_until!, tx.at)
    const fresh = rows.filter((row) => last === undefined || row.date > last.date)
    await insertAll(tx.db, 'event_dates', fresh)
    await tx.db
      .updateTable('events')
      .set({ planned_until: plannedUntil })
      .where('id', '=', event.id)
      .execute()
    await moveReminders(tx, event)
  }
  return events.length
}
