import { sql } from 'kysely'
import type { Db } from '../src/db/open.ts'

/** Says that the tables are no longer those of the house, so that no other test gets this database. */
export async function spoil({ writer }: Db): Promise<void> {
  await sql`delete from migrations`.execute(writer)
}
