import { createHash } from 'node:crypto'
import { day } from '../clock.ts'
import type { Tx } from '../db/commit.ts'
import { lock } from '../db/dialect.ts'
import { Problem } from '../problem.ts'
import type { BookEntry } from './book.ts'

const BYTES_EACH = 4

/**
 * Counts how many different numbers somebody asks for in a day (UTC), and refuses more than `most`. To ask for the same
 * ones again costs nothing. We do not keep which they were: each sets one of 32 times as many bits; of a hundred at
 * most one shares its bit with another, and is not counted. @throws Problem too_many
 */
export async function countAsked(tx: Tx, userId: string, entries: BookEntry[], most: number): Promise<void> {
  const today = Math.floor(tx.at / day)
  const query = tx.db.selectFrom('contact_asks').selectAll().where('user_id', '=', userId)
  const before = await lock(tx.dialect, query).executeTakeFirst()
  const isToday = before?.day === today && before.bits.length === most * BYTES_EACH
  const bits = isToday ? Uint8Array.from(before.bits) : new Uint8Array(most * BYTES_EACH)
  const asked = (isToday ? before.asked : 0) + setBits(bits, `${today} ${userId}`, entries)
  if (asked > most)
    throw new Problem('too_many', `No more than ${most} different numbers may be asked for in a day`, {
      retryAfter: ((today + 1) * day - tx.at) / 1000,
    })
  const row = { day: today, asked, bits }
  if (before) await tx.db.updateTable('contact_asks').set(row).where('user_id', '=', userId).execute()
  else
    await tx.db
      .insertInto('contact_asks')
      .values({ user_id: userId, ...row })
      .execute()
}

/** Sets the bit of each number. Answers how many were not set. */
function setBits(bits: Uint8Array, salt: string, entries: BookEntry[]): number {
  let fresh = 0
  for (const { key } of entries) {
    const at = createHash('sha256').update(`${salt} ${key}`).digest().readUIntBE(0, 6) % (bits.length * 8)
    const mask = 1 << (at & 7)
    if ((bits[at >> 3]! & mask) === 0) fresh++
    bits[at >> 3]! |= mask
  }
  return fresh
}

/** Forgets what was asked on days that are over. */
export async function forgetAsked({ db, at }: Tx): Promise<void> {
  await db
    .deleteFrom('contact_asks')
    .where('day', '<', Math.floor(at / day))
    .execute()
}
