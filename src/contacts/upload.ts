import type { Actor, House } from '../http/house.ts'
import { Problem } from '../problem.ts'
import { countAttempt, countedKey } from '../users/lockout.ts'
import { countryOf } from '../users/names.ts'
import { findUser, toCard } from '../users/user.ts'
import { readBook, type SentContact } from './book.ts'
import { countAsked } from './count-asked.ts'
import { findByNumber } from './find.ts'
import { announceJoined } from './joined.ts'
import { openNumberKey } from './number-key.ts'
import { type Keeping, storeBook } from './store.ts'

/**
 * Answers who of an address book is here, and keeps as much of the book as its owner wants. Only who has shown that a
 * number is his may ask, where numbers are verified: otherwise to try all numbers would cost no more than to make accounts.
 * @throws Problem forbidden, too_many
 */
export async function uploadContacts(
  { commit, config, db, secrets }: House,
  actor: Actor,
  { contacts, country, store }: { contacts: SentContact[]; country: string | undefined; store: Keeping },
) {
  const me = await findUser(db.reader, actor.id)
  if (config.phoneVerification && (me.phone === null || me.phone_verified_at === null))
    throw new Problem('forbidden', 'Verify your own number first; then you can find others by theirs')
  // Before any work is done.
  await commit((tx) => countAttempt(tx, [countedKey('contacts', actor.id)]))
  const from = country ?? (me.phone === null ? undefined : countryOf(me.phone)) ?? config.defaultCountry
  const { entries, unreadable } = await readBook(contacts, from, openNumberKey(secrets))
  const stored = await commit(async (tx) => {
    await countAsked(tx, actor.id, entries, config.contactsPerDay)
    const kept = await storeBook(tx, actor.id, entries, store)
    await announceJoined(tx, actor.id, true)
    return kept
  })
  const byKey = new Map(entries.map((entry) => [entry.key, entry]))
  const found = await findByNumber(db, actor.id, [...byKey.keys()])
  const items = found.map(({ key, user }) => {
    const { index, phone, name } = byKey.get(key)!
    return { index, phone, name, user: toCard(user), joined_at: user.phone_verified_at! }
  })
  return { items: items.toSorted((a, b) => a.index - b.index), stored, unreadable }
}
