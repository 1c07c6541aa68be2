import type { Selectable } from 'kysely'
import { minute } from '../clock.ts'
import type { Tx } from '../db/commit.ts'
import { lockFree } from '../db/dialect.ts'
import type { EventReminderRow } from '../db/schema.ts'
import type { House } from '../http/house.ts'
import { append } from '../log/append.ts'
import { userStream } from '../log/entry.ts'
import { startSleeper } from '../scheduled/sleeper.ts'
import type { Event } from './event.ts'
import { belongsInChat } from './own-chat.ts'
import { nextReminder } from './reminders.ts'
import { alertOf } from './tell.ts'

type Reminder = Selectable<EventReminderRow>

const MOST_AT_ONCE = 200
/** Who could not be reminded until so long after the beginning is not reminded any more. */
const TOO_LATE_MS = 15 * minute

/**
 * Reminds everybody who is to be reminded by now, up to so many. The claim, the entry and what comes next are one
 * transaction: each is reminded once, and never early. Answers how many were dealt with.
 */
export async function remindDue(tx: Tx, most = MOST_AT_ONCE): Promise<number> {
  const due = tx.db.selectFrom('event_reminders').selectAll().where('next_at', '<=', tx.at)
  const rows = await lockFree(tx.dialect, due.orderBy('next_at').orderBy('event_id').limit(most)).execute()
  if (rows.length === 0) return 0
  const events = await eventsOf(tx, rows)
  const coming = await comingOf(tx, rows)
  for (const [eventId, some] of Map.groupBy(rows, (row) => row.event_id)) {
    const event = events.get(eventId)!
    for (const alike of Map.groupBy(some, (row) => `${row.minutes_before} ${row.next_at}`).values()) {
      const isThere = event.state === 'planned' && (await stillBegins(tx, alike[0]!))
      for (const row of alike)
        if (
          isThere &&
          row.reminded_of !== beginOf(row) &&
          (row.user_id === event.organizer_id || coming.has(`${eventId} ${row.user_id}`))
        )
          remind(tx, event, row)
      await moveOn(tx, event, alike)
    }
  }
  return rows.length
}

const beginOf = ({ next_at, minutes_before }: Reminder) => next_at! + minutes_before * minute

async function stillBegins({ db, at }: Tx, row: Reminder): Promise<boolean> {
  if (at > beginOf(row) + TOO_LATE_MS) return false
  const query = db.selectFrom('event_dates').select('id').where('event_id', '=', row.event_id)
  return (await query.where('starts_at', '=', beginOf(row)).limit(1).executeTakeFirst()) !== undefined
}

function remind(tx: Tx, event: Event, row: Reminder): void {
  const starts_at = beginOf(row)
  const { minutes_before } = row
  append(tx, {
    stream: userStream(row.user_id),
    kind: 'event.reminded',
    actorId: null,
    body: { event_id: event.id, starts_at, minutes_before },
    about: event.id,
    alert: alertOf('event.reminded', event, { starts_at, zone: event.zone, all_day: event.all_day === 1 }),
  })
}

async function moveOn(tx: Tx, event: Event, rows: Reminder[]): Promise<void> {
  const { minutes_before } = rows[0]!
  await tx.db
    .updateTable('event_reminders')
    .set({ next_at: await nextReminder(tx, event, minutes_before), reminded_of: beginOf(rows[0]!) })
    .where('event_id', '=', event.id)
    .where('minutes_before', '=', minutes_before)
    .where(
      'user_id',
      'in',
      rows.map((row) => row.user_id),
    )
    .execute()
}

async function eventsOf({ db }: Tx, rows: Reminder[]): Promise<Map<string, Event>> {
  const ids = [...new Set(rows.map((row) => row.event_id))]
  const events = await db.selectFrom('events').selectAll().where('id', 'in', ids).execute()
  return new Map(events.map((event) => [event.id, event]))
}

/** Who of those to be reminded comes, or may come: "event user". */
async function comingOf({ db }: Tx, rows: Reminder[]): Promise<Set<string>> {
  const guests = await db
    .selectFrom('event_guests')
    .select(['event_id', 'user_id', 'answer'])
    .where('event_id', 'in', [...new Set(rows.map((row) => row.event_id))])
    .where('user_id', 'in', [...new Set(rows.map((row) => row.user_id))])
    .execute()
  const coming = guests.filter(({ answer }) => belongsInChat(answer))
  return new Set(coming.map(({ event_id, user_id }) => `${event_id} ${user_id}`))
}

async function nextDue({ db }: Pick<House, 'db'>): Promise<number | undefined> {
  const { first } = await db.reader
    .selectFrom('event_reminders')
    .select(({ fn }) => fn.min('next_at').as('first'))
    .executeTakeFirstOrThrow()
  return first === null ? undefined : Number(first)
}

/** Reminds everybody when it is time. Answers how to stop it. */
export function startReminders(house: House): () => Promise<void> {
  return startSleeper(house, {
    work: () => remindAllDue(house),
    next: () => nextDue(house),
    concerns: (kind) => ['event.reminders_set', 'event.updated', 'event.created'].includes(kind),
    failure: 'people could not be reminded of events',
  })
}

async function remindAllDue({ commit }: House): Promise<void> {
  while ((await commit((tx) => remindDue(tx))) === MOST_AT_ONCE);
}
