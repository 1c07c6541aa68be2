import type { Actor, House } from '../http/house.ts'
import { Problem, wrong } from '../problem.ts'
import { accountKey, countAttempt, forgiveAttempt } from './lockout.ts'
import { hashPassword, verifyPassword } from './passwords.ts'
import { setPassword } from './set-password.ts'
import { findUser, lockActive, type User } from './user.ts'

/** @throws Problem invalid */
export function requireLength(password: string, least: number): void {
  if ([...password].length < least)
    throw new Problem('invalid', `body.password: must have at least ${least} characters`)
}

/** Changes my password; all my other sessions end. @throws Problem invalid, forbidden */
export async function changePassword(
  house: House,
  actor: Actor,
  present: string,
  next: string,
  passwordMin = house.config.passwordMin,
): Promise<void> {
  requireLength(next, passwordMin)
  await requirePassword(house, actor, present)
  const hash = await hashPassword(next)
  await house.commit(async (tx) => {
    const user = await lockActive(tx, actor.id)
    await setPassword(tx, house.config, user, hash, actor.sessionId)
  })
}

export interface AddressChange {
  email?: string | null | undefined
  password?: string | undefined
}

/**
 * To change the address to which a new password would be sent, the present one must be said; whether it is the right one
 * is asked by `requirePassword`. Who has none is not asked for it. @throws Problem invalid
 */
export function requireSaid(
  user: Pick<User, 'email' | 'password_hash'>,
  { email, password }: AddressChange,
): void {
  if (email === undefined || email === user.email || user.password_hash === null) return
  if (password !== undefined) return
  throw wrong('password', 'must be your password, to change the e-mail address')
}

/** The same, where it was said. @throws Problem forbidden, too_many */
export async function requireIfSaid(
  house: House,
  actor: Actor,
  { email, password }: AddressChange,
): Promise<void> {
  if (email !== undefined && password !== undefined) await requirePassword(house, actor, password)
}

/**
 * Asks for the password once more before something that cannot be undone. Whoever found an open session may guess no
 * faster than at the door. @throws Problem forbidden, too_many
 */
export async function requirePassword({ db, commit }: House, actor: Actor, password: string): Promise<void> {
  const keys = [accountKey(actor.id)]
  await commit((tx) => countAttempt(tx, keys))
  const user = await findUser(db.reader, actor.id)
  if (!(await verifyPassword(password, user.password_hash)))
    throw new Problem('forbidden', 'The password is not the right one')
  await commit((tx) => forgiveAttempt(tx, keys))
}
