import type { Caller, House } from '../http/house.ts'
import { Problem } from '../problem.ts'
import { countAttempt, forgiveAttempt, lockoutKeys } from './lockout.ts'
import { fold, normalizePhone } from './names.ts'
import { verifyPassword } from './passwords.ts'
import { openSession } from './sessions.ts'
import { findActive, type User } from './user.ts'

/** One of the names by which somebody may log in. */
export type LoginName = { username: string } | { email: string } | { phone: string }

/**
 * Checks a name and a password, and opens a session. An unknown name is answered like a wrong password, in the same
 * time. @throws Problem unauthenticated, too_many, forbidden
 */
export async function login(house: House, name: LoginName, password: string, caller: Caller) {
  const [login] = Object.values(name) as [string]
  const keys = lockoutKeys(login, caller.address)
  await house.commit((tx) => countAttempt(tx, keys))
  const user = await findByLogin(house, name)
  const right = await verifyPassword(password, user?.password_hash)
  if (!user || !right || user.state === 'deleted')
    throw new Problem('unauthenticated', 'No account with this name and password')
  if (user.state !== 'active') throw new Problem('forbidden', `This account is ${user.state}`)
  const session = await house.commit(async (tx) => {
    await forgiveAttempt(tx, keys)
    await findActive(tx.db, user.id)
    return openSession(tx, user.id, caller, house.config.sessionMs)
  })
  return { user, session }
}

async function findByLogin({ db, config }: House, name: LoginName): Promise<User | undefined> {
  const query = db.reader.selectFrom('users').selectAll()
  if ('username' in name) return query.where('username_key', '=', fold(name.username)).executeTakeFirst()
  if ('email' in name) return query.where('email', '=', name.email.toLowerCase()).executeTakeFirst()
  return query.where('phone', '=', normalizePhone(name.phone, config.defaultCountry)).executeTakeFirst()
}
