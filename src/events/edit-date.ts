import type { Tx } from '../db/commit.ts'
import type { Actor } from '../http/house.ts'
import { notFound, Problem } from '../problem.ts'
import { requireVersion } from '../users/profile.ts'
import { type Changes, changedSpan } from './dates.ts'
import { storeRevision } from './edit.ts'
import { type Event, lockManaged, requirePlanned } from './event.ts'
import type { Mails } from './mail.ts'
import { moveReminders } from './reminders.ts'
import { repeatOf, settleTimes } from './times.ts'

/** An event that recurs, and whose date this is; its row is locked. @throws Problem not_found, forbidden, stale, conflict */
async function lockDate(tx: Tx, actor: Actor, eventId: string, date: string, ifMatch: number | undefined) {
  const event = await lockManaged(tx, actor.id, eventId)
  const query = tx.db.selectFrom('event_dates').selectAll().where('event_id', '=', eventId)
  const row = await query.where('date', '=', date).executeTakeFirst()
  if (!row) throw notFound('date of this event')
  requireVersion(event.version, ifMatch)
  requirePlanned(event)
  if (event.plan === null) throw new Problem('conflict', 'This event does not recur: change or cancel it')
  return { event, row }
}

/**
 * Changes one day of an event that recurs; `date` is the day that the rule gives. What was changed on it before stays, if
 * nothing else is said. @throws Problem not_found, forbidden, stale, invalid, conflict
 */
export async function editDate(
  tx: Tx,
  config: Mails,
  actor: Actor,
  { eventId, date }: { eventId: string; date: string },
  change: Changes,
  ifMatch: number | undefined,
): Promise<Event> {
  const { event, row } = await lockDate(tx, actor, eventId, date, ifMatch)
  const before = row.changes === null ? {} : (JSON.parse(row.changes) as Changes)
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
  const changes = JSON.stringify({ ...before, ...given })
  if (changes === (row.changes ?? '{}')) return event
  const { starts_at, ends_at, over_at } = changedSpan(event, date, JSON.parse(changes) as Changes)
  const moved = { starts_at, ends_at, over_at, changes }
  await tx.db.updateTable('event_dates').set(moved).where('id', '=', row.id).execute()
  await storeRevision(tx, config, event, actor.id, { quietly: false })
  await moveReminders(tx, event)
  return event
}

/** Leaves out one day of an event that recurs. @throws Problem not_found, forbidden, stale, conflict, invalid for the last */
export async function leaveOutDate(
  tx: Tx,
  config: Mails,
  actor: Actor,
  { eventId, date }: { eventId: string; date: string },
  ifMatch: number | undefined,
): Promise<Event> {
  const { event, row } = await lockDate(tx, actor, eventId, date, ifMatch)
  const { rule, except } = repeatOf(event.plan)!
  const left = settleTimes(event, { rule, except: [...except, date] })
  event.plan = left.plan
  await tx.db.deleteFrom('event_dates').where('id', '=', row.id).execute()
  await storeRevision(tx, config, event, actor.id, { quietly: false })
  await moveReminders(tx, event)
  return event
}
