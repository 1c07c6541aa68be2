import type { Tx } from '../db/commit.ts'
import { changeUser } from '../users/profile.ts'
import type { User } from '../users/user.ts'
import { type Level, levelFor } from './status.ts'

/**
 * Who has this many messages on their way reaches a level, which he keeps. The lowest is everybody's from the beginning,
 * and is not told. His row is locked.
 */
export async function rise(tx: Tx, user: User, waiting: number, levels: Level[]): Promise<void> {
  const status = levelFor(waiting, levels, user.status)
  if (status !== (user.status ?? levels[0]!.key)) await changeUser(tx, user, { status })
}
