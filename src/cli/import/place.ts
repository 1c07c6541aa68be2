import type { Kysely } from 'kysely'
import type { DialectName } from '../../config.ts'
import type { Tx } from '../../db/commit.ts'
import type { Numbered } from '../../db/numbers.ts'
import type { Schema } from '../../db/schema.ts'
import { digest } from '../../id.ts'

/** Under which it is remembered how far a dump has been taken over. */
export function placeName(dialect: DialectName, contents: string): string {
  return `import:${digest(`${dialect}:${contents}`).slice(0, 32)}`
}

export async function readPlace(db: Kysely<Schema>, name: string): Promise<number> {
  const row = await db.selectFrom('counters').select('value').where('name', '=', name).executeTakeFirst()
  return row?.value ?? 0
}

/** Written in the transaction of what has been taken over: whoever is killed goes on just behind it. */
export async function writePlace({ db }: Tx, name: string, value: number): Promise<void> {
  const before = await db.selectFrom('counters').select('value').where('name', '=', name).executeTakeFirst()
  if (before) await db.updateTable('counters').set({ value }).where('name', '=', name).execute()
  else await db.insertInto('counters').values({ name, value }).execute()
}

/** Numbers up to here are those of the dump: new ones are higher. */
export async function raiseNumbers({ db }: Tx, of: Numbered, highest: number): Promise<void> {
  await db
    .updateTable('counters')
    .set({ value: highest })
    .where('name', '=', of)
    .where('value', '<', highest)
    .execute()
}
