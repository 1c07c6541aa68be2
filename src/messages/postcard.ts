import type { Kysely } from 'kysely'
import type { Tx } from '../db/commit.ts'
import { insertAll } from '../db/insert.ts'
import type { Schema } from '../db/schema.ts'

/** Names of files that an app keeps elsewhere, and sends along with a message; empty where there is none. */
export interface Postcard {
  photo: string
  video: string
  sound: string
}

/** From here on this is known of what the holder (`message:<id>` or `scheduled:<id>`) stands for. */
export async function writePostcard({ db }: Tx, holder: string, card: Postcard): Promise<void> {
  await db
    .insertInto('postcards')
    .values({ holder, ...card })
    .execute()
}

/** What is known of these. None asked for, none looked for. */
export async function postcardsOf(db: Kysely<Schema>, holders: string[]): Promise<Map<string, Postcard>> {
  if (holders.length === 0) return new Map()
  const rows = await db.selectFrom('postcards').selectAll().where('holder', 'in', holders).execute()
  return new Map(rows.map(({ holder, ...card }) => [holder, card]))
}

/** What was scheduled has become a message: the same is known of it. */
export async function copyPostcards(tx: Tx, copies: [from: string, to: string][]): Promise<void> {
  const cards = await postcardsOf(tx.db, [...new Set(copies.map(([from]) => from))])
  const rows = copies.flatMap(([from, holder]) => {
    const card = cards.get(from)
    return card ? [{ holder, ...card }] : []
  })
  await insertAll(tx.db, 'postcards', rows)
}

export async function removePostcard({ db }: Tx, holder: string): Promise<void> {
  await db.deleteFrom('postcards').where('holder', '=', holder).execute()
}
