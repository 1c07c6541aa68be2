import type { Kysely } from 'kysely'
import type { OccurrenceState, Schema } from '../db/schema.ts'
import { toPage } from '../http/schemas.ts'
import { pending, type ScheduledView, scheduledOf, toOccurrence, viewAll } from './scheduled.ts'

/** One message to the future of mine. @throws Problem not_found */
export async function viewScheduled(db: Kysely<Schema>, userId: string, id: string): Promise<ScheduledView> {
  const [view] = await viewAll(db, [await scheduledOf(db, userId, id)])
  return view!
}

export const shelves = {
  pending,
  delivered: ['delivered'],
  failed: ['failed', 'blocked', 'skipped', 'cancelled'],
} satisfies Record<string, OccurrenceState[]>

/** What I have written to the future, the newest first; of one kind, if asked for. */
export async function listScheduled(
  db: Kysely<Schema>,
  userId: string,
  shelf: keyof typeof shelves | undefined,
  after: string | undefined,
  limit: number,
) {
  const rows = await db
    .selectFrom('scheduled_messages')
    .selectAll()
    .where('sender_id', '=', userId)
    .$if(shelf !== undefined, (q) =>
      q.where((is) =>
        is.exists(
          is
            .selectFrom('occurrences')
            .select('occurrences.id')
            .whereRef('occurrences.scheduled_id', '=', 'scheduled_messages.id')
            .where('occurrences.state', 'in', shelves[shelf!]),
        ),
      ),
    )
    .$if(after !== undefined, (q) => q.where('id', '<', after!))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  const page = toPage(
    rows,
    limit,
    (row) => row,
    (row) => row.id,
  )
  return { items: await viewAll(db, page.items), next: page.next }
}

/** Every occurrence there has been of one of mine, the newest first. @throws Problem not_found */
export async function listOccurrences(
  db: Kysely<Schema>,
  userId: string,
  id: string,
  after: string | undefined,
  limit: number,
) {
  const { hides_time } = await scheduledOf(db, userId, id)
  const rows = await db
    .selectFrom('occurrences')
    .selectAll()
    .where('scheduled_id', '=', id)
    .$if(after !== undefined, (q) => q.where('id', '<', after!))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  return toPage(
    rows,
    limit,
    (row) => toOccurrence(row, hides_time === 1),
    (row) => row.id,
  )
}
