import { upgrade } from '../db/migrate.ts'
import type { Db } from '../db/open.ts'
import type { Terminal } from './terminal.ts'

/** Applies the migrations that are missing. */
export async function upgradeDb(db: Db, { say }: Terminal): Promise<void> {
  const applied = await upgrade(db)
  say(applied.length === 0 ? 'up to date already' : `applied ${applied.join(', ')}`)
}
