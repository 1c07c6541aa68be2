import { minute } from '../clock.ts'
import type { Tx } from '../db/commit.ts'
import { insertAll } from '../db/insert.ts'
import type { Actor } from '../http/house.ts'
import { append } from '../log/append.ts'
import { userStream } from '../log/entry.ts'
import { Problem } from '../problem.ts'
import { type Event, lockEvent } from './event.ts'
import { findGuest } from './guests.ts'

export const MOST_REMINDERS = 5
/** Four weeks. */
export const MOST_MINUTES_BEFORE = 40_320

/**
 * Chooses how many minutes before it begins I am reminded of an event, on each of its dates. What was chosen before is
 * replaced. @throws Problem not_found; conflict for who neither organizes it nor has said that he comes
 */
export async function chooseReminders(
  tx: Tx,
  actor: Actor,
  eventId: string,
  minutesBefore: number[],
): Promise<Event> {
  const event = await lockEvent(tx, actor.id, eventId)
  const chosen = [...new Set(minutesBefore)].sort((a, b) => a - b)
  if (chosen.length > 0) await requireComing(tx, event, actor.id)
  const before = await chosenBy(tx, eventId, actor.id)
  if (before.join() === chosen.join()) return event
  await forgetReminders(tx, eventId, actor.id)
  const rows = []
  for (const minutes_before of chosen) {
    const next_at = await nextReminder(tx, event, minutes_before)
    rows.push({ event_id: eventId, user_id: actor.id, minutes_before, next_at, reminded_of: null })
  }
  await insertAll(tx.db, 'event_reminders', rows)
  append(tx, {
    stream: userStream(actor.id),
    kind: 'event.reminders_set',
    actorId: actor.id,
    body: { event_id: eventId, minutes_before: chosen },
    about: eventId,
  })
  return event
}

async function requireComing(tx: Tx, event: Event, userId: string): Promise<void> {
  if (event.organizer_id === userId) return
  const guest = await findGuest(tx.db, event.id, userId)
  if (!guest || guest.answer === 'no' || guest.answer === 'invited')
    throw new Problem('conflict', 'Say first that you come to this event')
}

async function chosenBy({ db }: Tx, eventId: string, userId: string): Promise<number[]> {
  const rows = await db
    .selectFrom('event_reminders')
    .select('minutes_before')
    .where('event_id', '=', eventId)
    .where('user_id', '=', userId)
    .orderBy('minutes_before')
    .execute()
  return rows.map((row) => row.minutes_before)
}

export async function forgetReminders({ db }: Tx, eventId: string, userId: string): Promise<void> {
  await db
    .deleteFrom('event_reminders')
    .where('event_id', '=', eventId)
    .where('user_id', '=', userId)
    .execute()
}

/** When somebody is to be reminded of the next date of which it is not too late; null if there is none. */
export async function nextReminder(
  { db, at }: Tx,
  { id, state }: Pick<Event, 'id' | 'state'>,
  minutesBefore: number,
): Promise<number | null> {
  if (state === 'cancelled') return null
  const { first } = await db
    .selectFrom('event_dates')
    .select(({ fn }) => fn.min('starts_at').as('first'))
    .where('event_id', '=', id)
    .where('starts_at', '>', at + minutesBefore * minute)
    .executeTakeFirstOrThrow()
  return first === null ? null : Number(first) - minutesBefore * minute
}

/**
 * The dates of an event are others now, or it is cancelled: its reminders go with them. What is due this moment is left to
 * who delivers it.
 */
export async function moveReminders(tx: Tx, event: Pick<Event, 'id' | 'state'>): Promise<void> {
  const kinds = await tx.db
    .selectFrom('event_reminders')
    .select('minutes_before')
    .distinct()
    .where('event_id', '=', event.id)
    .execute()
  for (const { minutes_before } of kinds)
    await tx.db
      .updateTable('event_reminders')
      .set({ next_at: await nextReminder(tx, event, minutes_before) })
      .where('event_id', '=', event.id)
      .where('minutes_before', '=', minutes_before)
      .where((is) => is.or([is('next_at', 'is', null), is('next_at', '>', tx.at)]))
      .execute()
}
