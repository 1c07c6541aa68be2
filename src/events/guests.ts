import type { Kysely, Selectable } from 'kysely'
import type { Tx } from '../db/commit.ts'
import type { Db } from '../db/open.ts'
import type { EventGuestRow, GuestAnswer, Schema } from '../db/schema.ts'
import type { Actor } from '../http/house.ts'
import { time, toPage, z } from '../http/schemas.ts'
import { append, unfollow } from '../log/append.ts'
import { notFound, Problem } from '../problem.ts'
import { blockedAmong } from '../users/block.ts'
import { Card, toCard } from '../users/user.ts'
import { countsOf, type Event, findEvent, homeOf, lockEvent, lockManaged } from './event.ts'
import { type Mails, mailCancelled } from './mail.ts'
import { dismissGuest } from './own-chat.ts'
import { fillUp } from './seats.ts'

export type Guest = Selectable<EventGuestRow>

export const answers = ['invited', 'yes', 'waiting', 'maybe', 'no'] as const

export const GuestView = z
  .object({ user: Card, answer: z.enum(answers), answered_at: time.nullable() })
  .openapi('Guest')

export function findGuest(db: Kysely<Schema>, eventId: string, userId: string): Promise<Guest | undefined> {
  return db
    .selectFrom('event_guests')
    .selectAll()
    .where('event_id', '=', eventId)
    .where('user_id', '=', userId)
    .executeTakeFirst()
}

/**
 * Who was invited and who has answered what, by id. What is public shows names only to who organizes it and to its guests,
 * and none of people who block them or whom they block. @throws Problem not_found, forbidden
 */
export async function listGuests(
  { reader }: Pick<Db, 'reader'>,
  userId: string,
  eventId: string,
  answer: GuestAnswer | undefined,
  { after = '', limit }: { after?: string | undefined; limit: number },
) {
  const event = await findEvent(reader, userId, eventId)
  await requireInvolved(reader, userId, event)
  const rows = await reader
    .selectFrom('event_guests')
    .innerJoin('users', 'users.id', 'event_guests.user_id')
    .selectAll('users')
    .select(['event_guests.answer', 'event_guests.answered_at'])
    .where('event_id', '=', eventId)
    .where('user_id', '>', after)
    .$if(answer !== undefined, (query) => query.where('event_guests.answer', '=', answer!))
    .orderBy('user_id')
    .limit(limit + 1)
    .execute()
  const page = toPage(
    rows,
    limit,
    (row) => ({ user: toCard(row), answer: row.answer, answered_at: row.answered_at }),
    (row) => row.id,
  )
  if (event.chat_id !== null) return page
  const ids = page.items.map(({ user }) => user.id)
  const blocked = await blockedAmong(reader, userId, ids)
  return { items: page.items.filter(({ user }) => !blocked.has(user.id)), next: page.next }
}

async function requireInvolved(db: Kysely<Schema>, userId: string, event: Event): Promise<void> {
  if (event.chat_id !== null || event.organizer_id === userId) return
  if (!(await findGuest(db, event.id, userId)))
    throw new Problem('forbidden', 'Only guests of this event may see who comes')
}

/** I have nothing to do with it any more, if I ever had: I am neither invited nor have I answered. @throws Problem not_found */
export async function withdraw(tx: Tx, config: Mails, actor: Actor, eventId: string): Promise<void> {
  const event = await lockEvent(tx, actor.id, eventId)
  if (await findGuest(tx.db, eventId, actor.id)) await removeGuest(tx, config, event, actor.id, actor.id)
}

/** Takes somebody off the list. @throws Problem not_found, forbidden */
export async function removeFromList(
  tx: Tx,
  config: Mails,
  actor: Actor,
  eventId: string,
  userId: string,
): Promise<void> {
  const event = await lockManaged(tx, actor.id, eventId)
  await removeGuest(tx, config, event, userId, actor.id)
}

/** The same where it is settled that it may be done, of an event whose row is locked. @throws Problem not_found */
export async function removeGuest(
  tx: Tx,
  config: Mails,
  event: Event,
  userId: string,
  actorId: string,
): Promise<void> {
  const guest = await findGuest(tx.db, event.id, userId)
  if (!guest) throw notFound('guest')
  const { db } = tx
  await mailCancelled(tx, config, event, userId)
  await db.deleteFrom('event_guests').where('event_id', '=', event.id).where('user_id', '=', userId).execute()
  await db.deleteFrom('event_mails').where('event_id', '=', event.id).where('user_id', '=', userId).execute()
  if (userId !== event.organizer_id)
    await db
      .deleteFrom('event_reminders')
      .where('event_id', '=', event.id)
      .where('user_id', '=', userId)
      .execute()
  await dismissGuest(tx, event, userId, actorId)
  const counts = (await countsOf(db, [event.id])).get(event.id)!
  const body = { event_id: event.id, user_id: userId, counts }
  append(tx, { stream: homeOf(event), kind: 'event.guest_removed', actorId, body, about: event.id })
  if (event.chat_id === null) unfollow(tx, [userId], homeOf(event))
  await fillUp(tx, event, actorId)
}
