import type { Kysely } from 'kysely'
import type { Tx } from '../db/commit.ts'
import type { Schema } from '../db/schema.ts'
import type { Secrets } from '../secrets.ts'
import type { PhoneClaim } from '../users/verify-phone.ts'
import { announceJoined } from './joined.ts'
import { openNumberKey } from './number-key.ts'

/** A number was verified: from now on it is found under this user, and those who wait for him are told. */
export function noteNumber(secrets: Secrets): PhoneClaim {
  const keep = keepNumber(secrets)
  return async (tx, userId, phone) => {
    await keep(tx, userId, phone)
    await announceJoined(tx, userId)
  }
}

/** From now on a number is found under this user; nobody is told. */
export function keepNumber(secrets: Secrets): PhoneClaim {
  const keyOf = openNumberKey(secrets)
  return async (tx, userId, phone) => {
    const number_key = keyOf(phone)
    await tx.db
      .deleteFrom('verified_numbers')
      .where((is) => is.or([is('user_id', '=', userId), is('number_key', '=', number_key)]))
      .execute()
    await tx.db.insertInto('verified_numbers').values({ number_key, user_id: userId }).execute()
  }
}

/** The key of the number that a user has verified, and has still. */
export async function ownKey(db: Kysely<Schema>, userId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('verified_numbers')
    .innerJoin('users', 'users.id', 'verified_numbers.user_id')
    .select('verified_numbers.number_key as key')
    .where('users.id', '=', userId)
    .where('users.phone_verified_at', 'is not', null)
    .executeTakeFirst()
  return row?.key
}

/** Somebody goes: his number and his address book are forgotten. */
export async function forgetContacts({ db }: Tx, userId: string): Promise<void> {
  await db.deleteFrom('verified_numbers').where('user_id', '=', userId).execute()
  await db.deleteFrom('contacts').where('user_id', '=', userId).execute()
  await db.deleteFrom('contact_asks').where('user_id', '=', userId).execute()
  await db
    .deleteFrom('joined_pairs')
    .where((is) => is.or([is('user_id', '=', userId), is('other_id', '=', userId)]))
    .execute()
}
