import { mayPass } from '../db/dialect.ts'
import type { Db } from '../db/open.ts'
import { newGame } from './edit-catalogue.ts'
import { playable } from './playable.ts'

/** Puts the games that are played here into the catalogue, as far as they are not there yet. At every start. */
export async function stockCatalogue(db: Db, at: number): Promise<void> {
  const there = await db.reader.selectFrom('games').select('key').where('key', 'is not', null).execute()
  const known = new Set(there.map(({ key }) => key))
  const missing = [...playable.values()].filter(({ key }) => !known.has(key))
  if (missing.length === 0) return
  const games = missing.map(({ key, about }) => newGame({ ...about, rating: null, zone: 'UTC' }, key, at))
  try {
    await db.writer.insertInto('games').values(games).execute()
  } catch (error) {
    // Another process has started at the same moment, and was first.
    if (!mayPass(error)) throw error
  }
}
