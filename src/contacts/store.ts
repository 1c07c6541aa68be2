import type { Tx } from '../db/commit.ts'
import { insertAll } from '../db/insert.ts'
import type { ContactRow } from '../db/schema.ts'
import { newId } from '../id.ts'
import { append } from '../log/append.ts'
import { userStream } from '../log/entry.ts'
import { notFound } from '../problem.ts'
import type { BookEntry } from './book.ts'

/** What is kept of an address book: nothing; keyed hashes of the numbers; numbers and names. */
export type Keeping = 'no' | 'hashed' | 'plain'

const MOST_AT_ONCE = 500

/** Keeps an address book in the place of the one before. Answers how many entries are kept now. */
export async function storeBook(
  tx: Tx,
  userId: string,
  entries: readonly BookEntry[],
  keeping: Keeping,
): Promise<number> {
  const wanted = keeping === 'no' ? [] : entries.map((entry) => toRow(tx, userId, entry, keeping))
  const before = await tx.db.selectFrom('contacts').selectAll().where('user_id', '=', userId).execute()
  const known = new Map(before.map((row) => [row.number_key, row]))
  const keys = new Set(wanted.map((row) => row.number_key))
  const added = wanted.filter((row) => !known.has(row.number_key))
  const changed = wanted.flatMap((row) => {
    const old = known.get(row.number_key)
    return old && (old.phone !== row.phone || old.name !== row.name) ? [{ ...row, id: old.id }] : []
  })
  const gone = before.filter((row) => !keys.has(row.number_key))
  await remove(
    tx,
    [...gone, ...changed].map((row) => row.id),
  )
  await insertAll(tx.db, 'contacts', [...added, ...changed])
  if (gone.length + added.length + changed.length > 0) sayStored(tx, userId, wanted.length)
  return wanted.length
}

function toRow(tx: Tx, userId: string, { key, phone, name }: BookEntry, keeping: Keeping): ContactRow {
  const shown = keeping === 'plain' ? { phone, name } : { phone: null, name: null }
  return { id: newId(), user_id: userId, number_key: key, ...shown, created_at: tx.at }
}

async function remove({ db }: Tx, ids: readonly string[]): Promise<void> {
  for (let from = 0; from < ids.length; from += MOST_AT_ONCE)
    await db
      .deleteFrom('contacts')
      .where('id', 'in', ids.slice(from, from + MOST_AT_ONCE))
      .execute()
}

/** Takes one entry out of my address book. @throws Problem not_found */
export async function removeContact(tx: Tx, userId: string, contactId: string): Promise<void> {
  const gone = await tx.db
    .deleteFrom('contacts')
    .where('user_id', '=', userId)
    .where('id', '=', contactId)
    .executeTakeFirst()
  if (gone.numDeletedRows === 0n) throw notFound('contact')
  const { left } = await tx.db
    .selectFrom('contacts')
    .select(({ fn }) => fn.countAll<number>().as('left'))
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow()
  sayStored(tx, userId, Number(left))
}

/** My other devices hear that the book is another, and may read it anew. */
function sayStored(tx: Tx, userId: string, stored: number): void {
  const body = { stored }
  append(tx, { stream: userStream(userId), kind: 'contact.book_changed', actorId: userId, body })
}
