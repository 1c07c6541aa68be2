import type { Tx } from '../db/commit.ts'
import { notFound } from '../problem.ts'
import { lockoutKeys } from './lockout.ts'
import { fold } from './names.ts'
import { revokeOthers } from './sessions.ts'
import type { User } from './user.ts'

/**
 * Gives somebody who has lost his password another one. All his sessions end, and failed attempts to log in are
 * forgotten. @throws Problem not_found
 */
export async function resetPassword(tx: Tx, username: string, passwordHash: string): Promise<User> {
  const user = await tx.db
    .selectFrom('users')
    .selectAll()
    .where('username_key', '=', fold(username))
    .where('state', '!=', 'deleted')
    .executeTakeFirst()
  if (!user) throw notFound('user')
  await tx.db.updateTable('users').set({ password_hash: passwordHash }).where('id', '=', user.id).execute()
  const logins = [user.username, user.email, user.phone].filter((login) => login !== null)
  const keys = logins.map((login) => lockoutKeys(login, '')[0]!)
  await tx.db.deleteFrom('login_failures').where('key', 'in', keys).execute()
  await revokeOthers(tx, user.id, undefined, 'password')
  return { ...user, password_hash: passwordHash }
}
