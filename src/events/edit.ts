import type { Tx } from '../db/commit.ts'
import type { Actor } from '../http/house.ts'
import { requireVersion } from '../users/profile.ts'
import { planDates } from './dates.ts'
import { type Event, lockManaged, requirePlanned } from './event.ts'
import { type Mails, mailCancelled, mailChanged } from './mail.ts'
import { renameOwnChat } from './own-chat.ts'
import { moveReminders } from './reminders.ts'
import { fillUp } from './seats.ts'
import { tellEvent } from './tell.ts'
import { type Repeat, repeatOf, settleTimes } from './times.ts'

/** What is not given stays. */
export interface EventChange {
  title?: string | undefined
  description?: string | undefined
  venue?: string | undefined
  address?: string | undefined
  date?: string | undefined
  end_date?: string | null | undefined
  time?: string | undefined
  zone?: string | undefined
  /** Null: it does not recur any more. */
  repeat?: Repeat | null | undefined
  capacity?: number | null | undefined
}

/**
 * Changes an event, all its dates if it recurs. Whoever comes is told, the calendars too that got it by mail; reminders and
 * places follow. @throws Problem not_found, forbidden, stale, invalid; conflict for what is cancelled
 */
export async function editEvent(
  tx: Tx,
  config: Mails,
  actor: Actor,
  eventId: string,
  change: EventChange,
  ifMatch: number | undefined,
): Promise<Event> {
  const before = await lockManaged(tx, actor.id, eventId)
  requireVersion(before.version, ifMatch)
  requirePlanned(before)
  const after = changed(before, change)
  if (same(before, after)) return before
  const moved = isMoved(before, after)
  if (moved) after.planned_until = await planDates(tx, after)
  const isWeighty = moved || before.venue !== after.venue || before.address !== after.address
  await storeRevision(tx, config, after, actor.id, { quietly: !isWeighty })
  if (moved) await moveReminders(tx, after)
  if (before.title !== after.title) await renameOwnChat(tx, after, actor.id)
  if (before.capacity !== after.capacity) await fillUp(tx, after, actor.id)
  return after
}

function changed(before: Event, { repeat, ...change }: EventChange): Event {
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
  const merged: Event = { ...before, ...given }
  const { date, end_date, time, zone } = merged
  const rule = repeat === undefined ? repeatOf(before.plan) : (repeat ?? undefined)
  return { ...merged, ...settleTimes({ date, end_date, time, zone }, rule) }
}

const bare = (event: Event) => JSON.stringify(Object.entries(event).sort())

const same = (before: Event, after: Event) => bare(before) === bare(after)

/** Is it at another time, or what was typed about it? */
function isMoved(before: Event, after: Event): boolean {
  const when = ({ date, end_date, time, zone, plan }: Event) =>
    JSON.stringify([date, end_date, time, zone, plan])
  return when(before) !== when(after)
}

/** Writes an event down as the next revision, and tells of it. */
export async function storeRevision(
  tx: Tx,
  config: Mails,
  event: Event,
  actorId: string,
  { quietly }: { quietly: boolean },
): Promise<void> {
  event.version++
  event.sequence++
  event.updated_at = tx.at
  const { id, ...columns } = event
  await tx.db.updateTable('events').set(columns).where('id', '=', id).execute()
  tellEvent(tx, event, 'event.updated', actorId, quietly)
  await mailChanged(tx, config, event, actorId)
}

/** Calls an event off: it stays to be seen, and all who were to come are told. @throws Problem not_found, forbidden, stale */
export async function cancelEvent(
  tx: Tx,
  config: Mails,
  actor: Actor,
  eventId: string,
  ifMatch: number | undefined,
): Promise<Event> {
  const before = await lockManaged(tx, actor.id, eventId)
  requireVersion(before.version, ifMatch)
  if (before.state === 'cancelled') return before
  const revision = { sequence: before.sequence + 1, version: before.version + 1, updated_at: tx.at }
  const changed = { state: 'cancelled' as const, planned_until: null, ...revision }
  await tx.db.updateTable('events').set(changed).where('id', '=', eventId).execute()
  const event = { ...before, ...changed }
  await moveReminders(tx, event)
  tellEvent(tx, event, 'event.cancelled', actor.id)
  await mailCancelled(tx, config, event)
  return event
}
