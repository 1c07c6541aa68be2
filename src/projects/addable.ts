import { findAddable } from '../chats/admit.ts'
import type { Tx } from '../db/commit.ts'
import { lock } from '../db/dialect.ts'
import type { User } from '../users/user.ts'

/**
 * People whom somebody may take into a project, of whom none goes away, or blocks him, before they are in it.
 * @throws Problem not_found, forbidden
 */
export async function lockAddable(tx: Tx, actorId: string, userIds: string[]): Promise<User[]> {
  const both = tx.db
    .selectFrom('users')
    .select('id')
    .where('id', 'in', [...userIds, actorId])
    .orderBy('id')
  await lock(tx.dialect, both).execute()
  return findAddable(tx, actorId, userIds)
}
