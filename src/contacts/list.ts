import type { Db } from '../db/open.ts'
import { toPage } from '../http/schemas.ts'
import { toCard } from '../users/user.ts'
import { findByNumber } from './find.ts'

/**
 * A page of my address book, in no order that means anything. Of entries that are kept as a hash only, those are shown
 * whose people are here: there is nothing to show of the others.
 */
export async function listContacts(db: Db, userId: string, after: string | undefined, limit: number) {
  const rows = await db.reader
    .selectFrom('contacts')
    .selectAll()
    .where('user_id', '=', userId)
    .where('id', '>', after ?? '')
    .orderBy('id')
    .limit(limit + 1)
    .execute()
  const keys = rows.map((row) => row.number_key)
  const found = new Map((await findByNumber(db, userId, keys)).map(({ key, user }) => [key, user]))
  const page = toPage(
    rows,
    limit,
    ({ id, phone, name, number_key }) => {
      const user = found.get(number_key)
      return {
        id,
        phone,
        name,
        user: user ? toCard(user) : null,
        joined_at: user?.phone_verified_at ?? null,
      }
    },
    (row) => row.id,
  )
  return { ...page, items: page.items.filter(({ phone, user }) => phone !== null || user !== null) }
}
