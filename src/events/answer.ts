import type { Tx } from '../db/commit.ts'
import type { GuestAnswer } from '../db/schema.ts'
import type { Actor } from '../http/house.ts'
import { follow } from '../log/append.ts'
import { Problem } from '../problem.ts'
import { blockedAmong } from '../users/block.ts'
import { isToCome } from './dates.ts'
import { type Event, homeOf, lockEvent, requirePlanned } from './event.ts'
import { findGuest, type Guest } from './guests.ts'
import { admitGuests, belongsInChat, dismissGuest } from './own-chat.ts'
import { forgetReminders } from './reminders.ts'
import { nextPlace, seat } from './seats.ts'
import { tellAnswers, tellOne } from './tell.ts'

export type Wish = 'yes' | 'maybe' | 'no'

/**
 * Says whether I come, to all dates of the event. Who would come when it is full waits for a place, in turn. A place that
 * becomes free goes to whoever waits longest. @throws Problem not_found, conflict, forbidden
 */
export async function answer(tx: Tx, actor: Actor, eventId: string, wish: Wish): Promise<Event> {
  const event = await lockEvent(tx, actor.id, eventId)
  await requireOpen(tx, event, actor.id)
  const before = await findGuest(tx.db, eventId, actor.id)
  if (isSame(before, wish)) return event
  const written = await write(tx, event, actor.id, wish, before)
  await settle(tx, event, actor.id, before, written)
  return event
}

function isSame(before: Guest | undefined, wish: Wish): boolean {
  return before?.answer === wish || (before?.answer === 'waiting' && wish === 'yes')
}

async function requireOpen(tx: Tx, event: Event, userId: string): Promise<void> {
  requirePlanned(event)
  if (event.organizer_id === userId) throw new Problem('conflict', 'You organize this event')
  if (event.chat_id === null && (await blockedAmong(tx.db, userId, [event.organizer_id])).size > 0)
    throw new Problem('forbidden', 'You cannot take part in this event')
  if (!(await isToCome(tx, event))) throw new Problem('conflict', 'This event is over')
}

async function write(
  tx: Tx,
  { id: event_id }: Event,
  user_id: string,
  wish: Wish,
  before: Guest | undefined,
): Promise<GuestAnswer> {
  const answer: GuestAnswer = wish === 'yes' ? 'waiting' : wish
  const place = wish === 'yes' ? await nextPlace(tx, event_id) : 0
  const said = { answer, place, answered_at: tx.at }
  if (before)
    await tx.db
      .updateTable('event_guests')
      .set(said)
      .where('event_id', '=', event_id)
      .where('user_id', '=', user_id)
      .execute()
  else
    await tx.db
      .insertInto('event_guests')
      .values({ event_id, user_id, created_at: tx.at, ...said })
      .execute()
  return answer
}

async function settle(
  tx: Tx,
  event: Event,
  userId: string,
  before: Guest | undefined,
  written: GuestAnswer,
): Promise<void> {
  if (!before && event.chat_id === null) {
    tellOne(tx, event, userId, 'event.joined', userId)
    follow(tx, [userId], homeOf(event))
  }
  const moved = await seat(tx, event, userId, userId)
  const now = moved.find((one) => one.userId === userId)?.answer ?? written
  await tellAnswers(tx, event, userId, [{ userId, answer: now }])
  if (now === 'no') await forgetReminders(tx, event.id, userId)
  if (now === 'maybe') await admitGuests(tx, event, [userId])
  if (before && belongsInChat(before.answer) && !belongsInChat(now))
    await dismissGuest(tx, event, userId, userId)
}
