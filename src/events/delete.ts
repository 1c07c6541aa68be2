import type { Tx } from '../db/commit.ts'
import type { Actor } from '../http/house.ts'
import { append, unfollow } from '../log/append.ts'
import { blankAbout } from '../log/blank.ts'
import { requireVersion } from '../users/profile.ts'
import { isToCome } from './dates.ts'
import { type Event, homeOf, lockManaged } from './event.ts'
import { type Mails, mailCancelled } from './mail.ts'
import { eraseOwnChat } from './own-chat.ts'

/** Deletes an event, its chat, and everything that was said of it. @throws Problem not_found, forbidden, stale */
export async function deleteEvent(
  tx: Tx,
  config: Mails,
  actor: Actor,
  eventId: string,
  ifMatch: number | undefined,
): Promise<void> {
  const event = await lockManaged(tx, actor.id, eventId)
  requireVersion(event.version, ifMatch)
  await eraseEvent(tx, config, event, actor.id)
}

/** The same of an event whose row is locked. Who was to come hears of it, and nothing more; calendars, if it was to come. */
export async function eraseEvent(tx: Tx, config: Mails, event: Event, actorId: string): Promise<void> {
  const { id, state, sequence } = event
  const { db } = tx
  if (state === 'planned' && (await isToCome(tx, event)))
    await mailCancelled(tx, config, { ...event, sequence: sequence + 1, updated_at: tx.at })
  await eraseOwnChat(tx, event, actorId)
  for (const table of ['event_dates', 'event_guests', 'event_mails', 'event_reminders'] as const)
    await db.deleteFrom(table).where('event_id', '=', id).execute()
  await db.deleteFrom('events').where('id', '=', id).execute()
  await blankAbout(tx, id)
  append(tx, { stream: homeOf(event), kind: 'event.deleted', actorId, body: { event_id: id } })
  if (event.chat_id === null) unfollow(tx, 'everybody', homeOf(event))
}
