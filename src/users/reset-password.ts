import type { Config } from '../config.ts'
import type { Tx } from '../db/commit.ts'
import { notFound } from '../problem.ts'
import { fold } from './names.ts'
import { setPassword } from './set-password.ts'
import type { User } from './user.ts'

/** Gives somebody who has lost his password another one, as `setPassword` does. @throws Problem not_found */
export async function resetPassword(
  tx: Tx,
  config: Pick<Config, 'mail'>,
  username: string,
  passwordHash: string,
): Promise<User> {
  const user = await tx.db
    .selectFrom('users')
    .selectAll()
    .where('username_key', '=', fold(username))
    .where('state', '!=', 'deleted')
    .executeTakeFirst()
  if (!user) throw notFound('user')
  await setPassword(tx, config, user, passwordHash)
  return { ...user, password_hash: passwordHash }
}
