import type { House } from '../../src/http/house.ts'
import { indexAll } from '../../src/messages/search-index.ts'

/** Every row of every table, as one text for each, to be compared with another time. What is indexed late is so now. */
export async function dump({ db, commit }: House): Promise<Set<string>> {
  await indexAll(commit)
  const tables = (await db.reader.introspection.getTables()).map((table) => table.name as 'users')
  const all = new Set<string>()
  for (const table of tables) {
    const rows = await db.reader.selectFrom(table).selectAll().execute()
    for (const row of rows) all.add(`${table} ${JSON.stringify(row)}`)
  }
  return all
}

/** The rows that are only in the one or only in the other. */
export function different(before: Set<string>, after: Set<string>): string[] {
  return [...before.symmetricDifference(after)]
}
