import { admitToHosted, dismissFromHosted, eraseHosted, foundHosted, renameHosted } from '../chats/hosted.ts'
import type { Tx } from '../db/commit.ts'
import type { GuestAnswer } from '../db/schema.ts'
import type { Actor } from '../http/house.ts'
import { type Event, lockManaged, requirePlanned } from './event.ts'
import { tellEvent } from './tell.ts'

const inChat: GuestAnswer[] = ['yes', 'maybe']

export const belongsInChat = (answer: GuestAnswer) => inChat.includes(answer)

/**
 * Makes the chat of those who come or may come, and of who organizes; once. From then on it follows their answers.
 * @throws Problem not_found, forbidden; conflict for what is cancelled
 */
export async function openOwnChat(tx: Tx, actor: Actor, eventId: string): Promise<Event> {
  const before = await lockManaged(tx, actor.id, eventId)
  if (before.own_chat_id !== null) return before
  requirePlanned(before)
  const guests = await tx.db
    .selectFrom('event_guests')
    .select('user_id')
    .where('event_id', '=', eventId)
    .where('answer', 'in', inChat)
    .orderBy('user_id')
    .execute()
  const members = new Set([before.organizer_id, ...guests.map((guest) => guest.user_id)])
  const hosted = { host: `event:${eventId}`, title: before.title, sharesHistory: true }
  const chat = await foundHosted(tx, before.organizer_id, hosted, [...members])
  const changed = { own_chat_id: chat.id, version: before.version + 1 }
  await tx.db.updateTable('events').set(changed).where('id', '=', eventId).execute()
  const event = { ...before, ...changed }
  tellEvent(tx, event, 'event.updated', actor.id, true)
  return event
}

/** Takes guests into the chat of their event, if it has one. */
export async function admitGuests(tx: Tx, { own_chat_id }: Event, userIds: string[]): Promise<void> {
  if (own_chat_id === null || userIds.length === 0) return
  const query = tx.db.selectFrom('users').selectAll().where('id', 'in', userIds)
  const users = await query.where('state', '=', 'active').orderBy('id').execute()
  for (const user of users) await admitToHosted(tx, own_chat_id, [user], user.id)
}

export async function dismissGuest(
  tx: Tx,
  { own_chat_id, organizer_id }: Event,
  userId: string,
  actorId: string,
): Promise<void> {
  if (own_chat_id !== null && userId !== organizer_id)
    await dismissFromHosted(tx, own_chat_id, userId, actorId)
}

export async function renameOwnChat(tx: Tx, { own_chat_id, title }: Event, actorId: string): Promise<void> {
  if (own_chat_id !== null) await renameHosted(tx, own_chat_id, title, actorId)
}

export async function eraseOwnChat(tx: Tx, { own_chat_id }: Event, actorId: string): Promise<void> {
  if (own_chat_id !== null) await eraseHosted(tx, own_chat_id, actorId)
}
