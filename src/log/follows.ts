import type { Tx } from '../db/commit.ts'

/** The streams that a user follows at this point of a transaction, whose own moves are not in the database yet. */
export async function streamsOf(tx: Tx, userId: string): Promise<string[]> {
  const rows = await tx.db
    .selectFrom('follows')
    .select('stream')
    .where('user_id', '=', userId)
    .where('until_seq', 'is', null)
    .execute()
  const streams = new Set(rows.map((row) => row.stream))
  for (const { stream, userIds, opens } of [...tx.earlier, tx.said].flatMap((said) => said.moves)) {
    if (userIds !== 'everybody' && !userIds.includes(userId)) continue
    if (opens) streams.add(stream)
    else streams.delete(stream)
  }
  return [...streams]
}
