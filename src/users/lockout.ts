import { day, hour, minute, second } from '../clock.ts'
import type { Tx } from '../db/commit.ts'
import { lock } from '../db/dialect.ts'
import { digest } from '../id.ts'
import { Problem } from '../problem.ts'

const FORGOTTEN_AFTER_MS = day

interface Allowance {
  /** How many cost nothing. */
  free: number
  /** The wait after the last of these; it doubles with each further one, up to the longest. */
  first: number
  longest: number
}

/**
 * What is counted, by account, user, e-mail address or number; and, where it says `from`, by address of the net. To an
 * address more may go than one user may send there: he is refused before he can see that others have sent, too.
 */
const allowances = {
  account: { free: 5, first: second, longest: 15 * minute },
  address: { free: 50, first: second, longest: 15 * minute },
  'mail-to': { free: 6, first: minute, longest: hour },
  'mail-user': { free: 3, first: minute, longest: hour },
  'mail-from': { free: 100, first: second, longest: 15 * minute },
  'reset-to': { free: 3, first: minute, longest: hour },
  'code-to': { free: 6, first: minute, longest: hour },
  'code-user': { free: 3, first: minute, longest: hour },
  'code-from': { free: 30, first: second, longest: 15 * minute },
  'invite-user': { free: 100, first: minute, longest: hour },
  'invite-change': { free: 30, first: minute, longest: hour },
  contacts: { free: 30, first: minute, longest: hour },
} satisfies Record<string, Allowance>

export type Counted = keyof typeof allowances

/** `login` is the name as the account has it: another spelling of it gives no more attempts. */
export function lockoutKeys(login: string, address: string): string[] {
  return [accountKey(login), countedKey('address', address)]
}

export function accountKey(login: string): string {
  return countedKey('account', login)
}

/** Under which something is counted; the name itself is not stored. */
export function countedKey(what: Counted, name: string): string {
  return `${what}:${digest(name)}`
}

/**
 * Counts an attempt before it is known whether it succeeds, so that many at once cannot slip through.
 * After a few that are free, each one doubles the time for which the next is refused. @throws Problem too_many
 */
export async function countAttempt({ db, dialect, at }: Tx, keys: string[]): Promise<void> {
  const query = db.selectFrom('login_failures').selectAll().where('key', 'in', keys).orderBy('key')
  const rows = await lock(dialect, query).execute()
  const locked = Math.max(0, ...rows.map((row) => row.locked_until)) - at
  if (locked > 0)
    throw new Problem('too_many', 'Too many attempts; wait before the next', { retryAfter: locked / 1000 })
  for (const key of keys) {
    const before = rows.find((row) => row.key === key)
    const failures = before && at - before.failed_at < FORGOTTEN_AFTER_MS ? before.failures + 1 : 1
    const row = { failures, failed_at: at, locked_until: at + delayAfter(failures, key) }
    if (before) await db.updateTable('login_failures').set(row).where('key', '=', key).execute()
    else
      await db
        .insertInto('login_failures')
        .values({ key, ...row })
        .execute()
  }
}

function delayAfter(failures: number, key: string): number {
  const { free, first, longest } = allowances[key.split(':')[0] as Counted]
  const beyond = failures - free
  return beyond < 0 ? 0 : Math.min(longest, first * 2 ** Math.min(beyond, 20))
}

/** The same for what is left undone without a word where there were too many. Answers whether it may be done. */
export async function mayStill(tx: Tx, key: string): Promise<boolean> {
  try {
    await countAttempt(tx, [key])
    return true
  } catch (refusal) {
    if (refusal instanceof Problem) return false
    throw refusal
  }
}

/** The attempt succeeded: the account starts afresh, and the address gets its attempt back. */
export async function forgiveAttempt({ db }: Tx, [account, address]: string[]): Promise<void> {
  await db.deleteFrom('login_failures').where('key', '=', account!).execute()
  if (address === undefined) return
  await db
    .updateTable('login_failures')
    .set((is) => ({ failures: is('failures', '-', 1), locked_until: 0 }))
    .where('key', '=', address)
    .where('failures', '>', 0)
    .execute()
}

/** Forgets what was counted under the names of an account that is no more. */
export async function forgetAttempts({ db }: Tx, logins: (string | null)[]): Promise<void> {
  const names = logins.filter((login) => login !== null)
  const keys = names.flatMap((name) =>
    Object.keys(allowances).map((what) => countedKey(what as Counted, name)),
  )
  await db.deleteFrom('login_failures').where('key', 'in', keys).execute()
}
