import type { Kysely } from 'kysely'
import type { Tx } from '../db/commit.ts'
import type { Schema } from '../db/schema.ts'

/** The streams that a user follows now. */
export async function storedStreamsOf(db: Kysely<Schema>, userId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('follows')
    .select('stream')
    .where('user_id', '=', userId)
    .where('until_seq', 'is', null)
    .execute()
  return rows.map((row) => row.stream)
}

/** The streams that a user follows at this point of a transaction, whose own moves are not in the database yet. */
export async function streamsOf(tx: Tx, userId: string): Promise<string[]> {
  const streams = new Set(await storedStreamsOf(tx.db, userId))
  for (const { stream, userIds, opens } of [...tx.earlier, tx.said].flatMap((said) => said.moves)) {
    if (userIds !== 'everybody' && !userIds.includes(userId)) continue
    if (opens) streams.add(stream)
    else streams.delete(stream)
  }
  return [...streams]
}
