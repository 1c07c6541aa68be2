import type { Caller, House } from '../http/house.ts'
import { Problem } from '../problem.ts'
import { countAttempt, forgiveAttempt, lockoutKeys } from './lockout.ts'
import { fold, normalizePhone } from './names.ts'
import { isOurs } from './old-passwords.ts'
import { hashPassword, verifyPassword } from './passwords.ts'
import { openSession } from './sessions.ts'
import { lockActive } from './user.ts'

/** One of the names by which somebody may log in. */
export type LoginName = { username: string } | { email: string } | { phone: string }

/**
 * Checks a name and a password, and opens a session. An unknown name is answered like a wrong password, in the same
 * time; to one with a password of another server the hash is made anew, as ours are. @throws Problem unauthenticated, too_many, forbidden
 */
export async function login(house: House, name: LoginName, password: string, caller: Caller) {
  const [column, login] = normalize(name, house.config.defaultCountry)
  const keys = lockoutKeys(login, caller.address)
  await house.commit((tx) => countAttempt(tx, keys))
  const user = await house.db.reader
    .selectFrom('users')
    .selectAll()
    .where(column, '=', login)
    .executeTakeFirst()
  const right = await verifyPassword(password, user?.password_hash)
  if (!user || !right || user.state === 'deleted')
    throw new Problem('unauthenticated', 'No account with this name and password')
  if (user.state !== 'active') throw new Problem('forbidden', `This account is ${user.state}`)
  const renewed = isOurs(user.password_hash!) ? undefined : await hashPassword(password)
  const session = await house.commit(async (tx) => {
    await forgiveAttempt(tx, keys)
    const present = await lockActive(tx, user.id)
    if (renewed !== undefined && present.password_hash === user.password_hash)
      await tx.db.updateTable('users').set({ password_hash: renewed }).where('id', '=', user.id).execute()
    return openSession(tx, user.id, caller, house.config.sessionMs)
  })
  return { user, session }
}

/** One name for all its spellings, and the column in which it stands. @throws Problem invalid for an impossible number */
function normalize(name: LoginName, country: string) {
  if ('username' in name) return ['username_key', fold(name.username.trim())] as const
  if ('email' in name) return ['email', name.email.trim().toLowerCase()] as const
  return ['phone', normalizePhone(name.phone, country)] as const
}
