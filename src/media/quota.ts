import { type Kysely, sql } from 'kysely'
import type { Schema } from '../db/schema.ts'
import { Problem } from '../problem.ts'

/** How much room somebody's media take, together with what is kept for those that he is uploading. */
export async function usedBytes(db: Kysely<Schema>, ownerId: string): Promise<number> {
  const { used } = await db
    .selectFrom('media')
    .select(sql<number>`coalesce(sum(bytes), 0)`.as('used'))
    .where('owner_id', '=', ownerId)
    .where('state', '!=', 'gone')
    .executeTakeFirstOrThrow()
  return used
}

/** @throws Problem too_large when there is not so much room left; no room at all is too little for anything */
export function requireRoom(used: number, wanted: number, quota: number): void {
  if (quota === 0 || (used + wanted <= quota && used < quota)) return
  const left = Math.max(0, quota - used)
  throw new Problem('too_large', `Your media may take ${quota} bytes together; ${left} are left`)
}
