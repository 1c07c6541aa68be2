import type { Tx } from '../db/commit.ts'
import type { Language } from '../db/schema.ts'
import type { Caller, House } from '../http/house.ts'
import { Problem } from '../problem.ts'
import { deriveUsername } from './derive-username.ts'
import { countedKey } from './lockout.ts'
import { normalizePhone } from './names.ts'
import { requireLength } from './password.ts'
import { hashPassword } from './passwords.ts'
import { register } from './register.ts'
import type { User } from './user.ts'
import { mailFirst } from './verify-email.ts'

/** What somebody says who wants an account: a username, or else an address to derive one from. */
export interface SignUp {
  username?: string | undefined
  email?: string | undefined
  /** In any spelling. */
  phone?: string | undefined
  name?: string | undefined
  zone?: string | undefined
  language?: Language | undefined
  password: string
}

/** Where he says it. */
export interface Origin extends Caller {
  /** What his browser prefers. */
  language: Language
  /** The least number of characters of a password there. */
  passwordMin: number
}

/**
 * Takes somebody in: makes the account, mails him a link, and does in the same transaction what else is to be done.
 * @throws Problem forbidden where registration is closed; invalid; conflict that names what is taken
 */
export async function signUp<T>(
  { config, commit }: House,
  wanted: SignUp,
  from: Origin,
  also: (tx: Tx, user: User) => Promise<T>,
): Promise<{ user: User; done: T }> {
  if (config.registration === 'closed') throw new Problem('forbidden', 'This server takes no new accounts')
  requireLength(wanted.password, from.passwordMin)
  const phone = wanted.phone ? normalizePhone(wanted.phone, config.defaultCountry) : null
  const passwordHash = await hashPassword(wanted.password)
  const { email = null, zone = null, language = null } = wanted
  return commit(async (tx) => {
    const username = wanted.username ?? (await deriveUsername(tx.db, email!))
    const name = wanted.name ?? username
    const user = await register(tx, { username, email, phone, name, zone, language, passwordHash })
    await mailFirst(tx, config, user, 'welcome', countedKey('mail-from', from.address), from.language)
    return { user, done: await also(tx, user) }
  })
}
