import { type Kysely, sql } from 'kysely'
import type { Schema } from '../db/schema.ts'
import { z } from '../http/schemas.ts'
import { stillToCome } from './scheduled.ts'

export const Counts = z
  .object({
    from_me: z.number().int().openapi({ description: 'Mine that have not arrived yet' }),
    to_me: z
      .number()
      .int()
      .openapi({ description: 'Announced to me, or coming back to me. What is sealed is not counted' }),
    status: z.string().nullable(),
  })
  .openapi('FutureCounts')

/** How many occurrences of somebody's are still to come; counts no further than `most`. */
export async function countPending(db: Kysely<Schema>, senderId: string, most: number): Promise<number> {
  const some = db
    .selectFrom('occurrences')
    .select('id')
    .where('sender_id', '=', senderId)
    .where(stillToCome)
    .limit(most)
  const { many } = await db
    .selectFrom(some.as('some'))
    .select(sql<number>`count(*)`.as('many'))
    .executeTakeFirstOrThrow()
  return Number(many)
}

/** How many will come to somebody, as far as he may know of them. */
export async function countComing(db: Kysely<Schema>, userId: string): Promise<number> {
  const { many } = await db
    .selectFrom('occurrences')
    .innerJoin('scheduled_messages', 'scheduled_messages.id', 'occurrences.scheduled_id')
    .select(sql<number>`count(*)`.as('many'))
    .where('occurrences.to_user_id', '=', userId)
    .where(stillToCome)
    .where('occurrences.barred', '=', 0)
    .where((is) =>
      is.or([
        is('scheduled_messages.secrecy', '=', 'announced'),
        is('scheduled_messages.returns_id', 'is not', null),
      ]),
    )
    .executeTakeFirstOrThrow()
  return Number(many)
}
