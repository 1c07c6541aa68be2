import type { Db } from '../db/open.ts'
import { blockedAmong } from '../users/block.ts'
import type { User } from '../users/user.ts'
import { ownKey } from './numbers.ts'

const MOST_AT_ONCE = 500

/** Somebody who is here, by the key of his number. */
export interface Found {
  key: string
  user: User
}

/**
 * Who of those with these numbers is here, as far as this user may know: each has verified his number, lets himself be
 * found by him, and neither blocks the other.
 */
export async function findByNumber(db: Db, userId: string, keys: readonly string[]): Promise<Found[]> {
  const found: Found[] = []
  for (let from = 0; from < keys.length; from += MOST_AT_ONCE)
    found.push(...(await look(db, keys.slice(from, from + MOST_AT_ONCE))))
  const others = found.filter(({ user }) => user.id !== userId)
  const shut = await shutAmong(db, userId, others)
  return others.filter(({ user }) => !shut.has(user.id))
}

async function look(db: Db, keys: readonly string[]): Promise<Found[]> {
  const query = db.reader
    .selectFrom('verified_numbers')
    .innerJoin('users', 'users.id', 'verified_numbers.user_id')
    .selectAll('users')
    .select('verified_numbers.number_key as key')
    .where('verified_numbers.number_key', 'in', keys)
    .where('users.state', '=', 'active')
    .where('users.phone_verified_at', 'is not', null)
    .where('users.found_by_phone', '!=', 'nobody')
  const rows = await db.slowly<User & { key: string }>(query.compile())
  return rows.map(({ key, ...user }) => ({ key, user }))
}

/** Those who are not to be shown: where one of the two blocks the other, and who wants to have the number of whoever finds him. */
async function shutAmong(db: Db, userId: string, found: readonly Found[]): Promise<Set<string>> {
  const shut = new Set<string>()
  for (let from = 0; from < found.length; from += MOST_AT_ONCE) {
    const some = found.slice(from, from + MOST_AT_ONCE).map(({ user }) => user)
    const ids = some.map(({ id }) => id)
    for (const id of await blockedAmong(db.reader, userId, ids)) shut.add(id)
    const choosy = some.filter((user) => user.found_by_phone === 'contacts').map(({ id }) => id)
    const knowing = await whoHas(db, userId, choosy)
    for (const id of choosy) if (!knowing.has(id)) shut.add(id)
  }
  return shut
}

/** Who of these people has the number of this user in his address book. */
async function whoHas(db: Db, userId: string, ids: readonly string[]): Promise<Set<string>> {
  const mine = ids.length > 0 ? await ownKey(db.reader, userId) : undefined
  if (mine === undefined) return new Set()
  const rows = await db.reader
    .selectFrom('contacts')
    .select('user_id')
    .where('number_key', '=', mine)
    .where('user_id', 'in', ids)
    .execute()
  return new Set(rows.map((row) => row.user_id))
}
