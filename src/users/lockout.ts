import { day, minute, second } from '../clock.ts'
import type { Tx } from '../db/commit.ts'
import { lock } from '../db/dialect.ts'
import { digest } from '../id.ts'
import { Problem } from '../problem.ts'

const LONGEST_MS = 15 * minute
const FORGOTTEN_AFTER_MS = day
/** Failures that cost nothing, for one account and for one address. */
const FREE = { account: 5, address: 50 }

/** `login` is the name as the account has it: another spelling of it gives no more attempts. */
export function lockoutKeys(login: string, address: string): string[] {
  return [accountKey(login), `address:${digest(address)}`]
}

export function accountKey(login: string): string {
  return `account:${digest(login)}`
}

/**
 * Counts an attempt before it is known whether it succeeds, so that many at once cannot slip through.
 * After a few free failures each one doubles the time for which the next is refused, from one second to a quarter
 * of an hour. @throws Problem too_many
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
  const beyond = failures - (key.startsWith('account:') ? FREE.account : FREE.address)
  return beyond < 0 ? 0 : Math.min(LONGEST_MS, second * 2 ** Math.min(beyond, 20))
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

/** Forgets what was tried at the names of an account that is no more. */
export async function forgetAttempts({ db }: Tx, logins: (string | null)[]): Promise<void> {
  const keys = logins.filter((login) => login !== null).map(accountKey)
  await db.deleteFrom('login_failures').where('key', 'in', keys).execute()
}
