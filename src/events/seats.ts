import type { Tx } from '../db/commit.ts'
import type { Event } from './event.ts'
import { admitGuests, dismissGuest } from './own-chat.ts'
import { type Answered, tellAnswers, tellOne } from './tell.ts'

const MOST_PER_QUERY = 1000

/**
 * Gives the places of an event, whose row is locked, in the order in which they were asked for: the first so many as it
 * has room for come, the others wait. Tells everybody whose answer that changes, but not `asker`, who has just asked and
 * reads it in his answer. Answers what has become of whom.
 */
export async function seat(
  tx: Tx,
  event: Event,
  actorId: string | null,
  asker?: string,
): Promise<Answered[]> {
  const moved = await move(tx, event)
  for (const { userId, answer } of moved) {
    if (answer === 'yes') await admitGuests(tx, event, [userId])
    else await dismissGuest(tx, event, userId, actorId ?? userId)
  }
  const others = moved.filter(({ userId }) => userId !== asker)
  await tellAnswers(tx, event, actorId, others)
  for (const { userId, answer } of others)
    tellOne(tx, event, userId, answer === 'yes' ? 'event.promoted' : 'event.demoted', actorId)
  return moved
}

async function move(tx: Tx, event: Event): Promise<Answered[]> {
  const { yes } = await tx.db
    .selectFrom('event_guests')
    .select(({ fn }) => fn.countAll<number>().as('yes'))
    .where('event_id', '=', event.id)
    .where('answer', '=', 'yes')
    .executeTakeFirstOrThrow()
  const free = event.capacity === null ? Number.POSITIVE_INFINITY : event.capacity - Number(yes)
  if (free === 0) return []
  return free > 0 ? turn(tx, event, 'waiting', free) : turn(tx, event, 'yes', -free)
}

/** The first of those who wait come; or the last of those who come wait, before all others who do. */
async function turn(tx: Tx, { id }: Event, from: 'yes' | 'waiting', most: number): Promise<Answered[]> {
  const all = tx.db.selectFrom('event_guests').select('user_id').where('event_id', '=', id)
  const query = all.where('answer', '=', from).orderBy('place', from === 'yes' ? 'desc' : 'asc')
  const rows = await (Number.isFinite(most) ? query.limit(most) : query).execute()
  if (rows.length === 0) return []
  const answer = from === 'yes' ? 'waiting' : 'yes'
  const userIds = rows.map((row) => row.user_id)
  for (let from = 0; from < userIds.length; from += MOST_PER_QUERY)
    await tx.db
      .updateTable('event_guests')
      .set({ answer })
      .where('event_id', '=', id)
      .where('user_id', 'in', userIds.slice(from, from + MOST_PER_QUERY))
      .execute()
  return userIds.map((userId) => ({ userId, answer }))
}

/** Behind all who have asked for a place so far. */
export async function nextPlace(tx: Tx, eventId: string): Promise<number> {
  const { last } = await tx.db
    .selectFrom('event_guests')
    .select(({ fn }) => fn.max('place').as('last'))
    .where('event_id', '=', eventId)
    .executeTakeFirstOrThrow()
  return (last ?? 0) + 1
}

/** Gives free places, unless nobody comes any more. */
export async function fillUp(tx: Tx, event: Event, actorId: string | null): Promise<void> {
  if (event.state === 'planned') await seat(tx, event, actorId)
}
