import { day, minute, second } from '../clock.ts'
import type { Tx } from '../db/commit.ts'
import { digest } from '../id.ts'
import { Problem } from '../problem.ts'
import { fold } from './names.ts'

const LONGEST_MS = 15 * minute
const FORGOTTEN_AFTER_MS = day
/** Failures that cost nothing, for one account and for one address. */
const FREE = { account: 5, address: 50 }

export function lockoutKeys(login: string, address: string): string[] {
  return [`account:${digest(fold(login))}`, `address:${digest(address)}`]
}

/**
 * Counts an attempt before it is known whether it succeeds, so that many at once cannot slip through.
 * After a few free failures each one doubles the time for which the next is refused, from one second to a quarter
 * of an hour. @throws Problem too_many
 */
export async function countAttempt({ db, at }: Tx, keys: string[]): Promise<void> {
  const rows = await db.selectFrom('login_failures').selectAll().where('key', 'in', keys).execute()
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
  await db
    .updateTable('login_failures')
    .set((is) => ({ failures: is('failures', '-', 1), locked_until: 0 }))
    .where('key', '=', address!)
    .where('failures', '>', 0)
    .execute()
}
