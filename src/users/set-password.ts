import type { Config } from '../config.ts'
import type { Tx } from '../db/commit.ts'
import { withdrawLinks } from './links.ts'
import { accountKey } from './lockout.ts'
import { mailNotice } from './mail.ts'
import { revokeOthers } from './sessions.ts'
import type { User } from './user.ts'

/**
 * Gives a user whose row is locked another password. All his sessions end but the one that is kept, links to choose a
 * password are good no more, failed attempts to log in are forgotten, and he is told by mail.
 */
export async function setPassword(
  tx: Tx,
  config: Pick<Config, 'mail'>,
  user: User,
  passwordHash: string,
  keptSession?: string,
): Promise<void> {
  await tx.db.updateTable('users').set({ password_hash: passwordHash }).where('id', '=', user.id).execute()
  const names = [user.id, user.username_key, user.email, user.phone].filter((name) => name !== null)
  await tx.db.deleteFrom('login_failures').where('key', 'in', names.map(accountKey)).execute()
  await withdrawLinks(tx, user.id, 'password')
  await revokeOthers(tx, user.id, keptSession, 'password')
  await mailNotice(tx, config, user, 'password-changed')
}
