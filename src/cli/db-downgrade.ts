import { downgrade, migrations } from '../db/migrate.ts'
import type { Db } from '../db/open.ts'
import type { Terminal } from './terminal.ts'

/** Takes back the newest migration, with everything that is in its tables. @throws Error without `yes` */
export async function downgradeDb(db: Db, yes: boolean, { say }: Terminal): Promise<void> {
  const newest = (await migrations(db)).filter((migration) => migration.executedAt).at(-1)
  if (!newest) return say('there is no migration to take back')
  if (!yes)
    throw new Error(`This would take back ${newest.name}, with all data in its tables; --yes if you mean it`)
  say(`took back ${await downgrade(db)}`)
}
