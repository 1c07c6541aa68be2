import type { Tx } from '../db/commit.ts'
import { lock } from '../db/dialect.ts'
import type { House } from '../http/house.ts'
import { pinsOf } from './attach.ts'
import { discard } from './discard.ts'
import { hideMedia } from './remove.ts'
import type { Storage } from './storage/storage.ts'

const MOST_AT_ONCE = 200

/**
 * Removes what nothing holds: media that were in no message for a day, uploads that nobody went on with, and what is
 * left of media that were removed. Answers how many.
 */
export async function collectMedia(house: House, storage: Storage): Promise<number> {
  let many = 0
  for (;;) {
    const ids = await house.commit(takeExpired)
    await discard(house, storage, ids)
    many += ids.length
    if (ids.length < MOST_AT_ONCE) return many
  }
}

async function takeExpired(tx: Tx): Promise<string[]> {
  const query = tx.db
    .selectFrom('media')
    .select('id')
    .where('expires_at', '<=', tx.at)
    // Held things do not expire; that nothing is lost does not rest on it.
    .where((is) => is.not(is.exists(pinsOf(tx.db))))
    .orderBy('expires_at')
    .limit(MOST_AT_ONCE)
  const rows = await lock(tx.dialect, query).execute()
  const ids = rows.map((row) => row.id)
  await hideMedia(tx, ids)
  return ids
}

/** Removes what lies where uploads are received, and belongs to none: nothing that was ever acknowledged. */
export async function sweepStaging({ db }: House, { staging }: Storage): Promise<number> {
  const ids = await staging.list()
  let many = 0
  for (let from = 0; from < ids.length; from += MOST_AT_ONCE) {
    const some = ids.slice(from, from + MOST_AT_ONCE)
    const rows = await db.reader
      .selectFrom('media')
      .select('id')
      .where('id', 'in', some)
      .where('state', '=', 'receiving')
      .execute()
    const known = new Set(rows.map((row) => row.id))
    const left = some.filter((id) => !known.has(id))
    for (const id of left) await staging.remove(id)
    many += left.length
  }
  return many
}
