import type { Db } from '../db/open.ts'
import { startNewEpoch } from '../log/new-epoch.ts'
import { requireMigrated } from './open.ts'
import type { Terminal } from './terminal.ts'

/** For after a restore: cursors from before it are recognised from now on. @throws Error */
export async function beginEpoch(db: Db, { say }: Terminal): Promise<void> {
  await requireMigrated(db)
  say(`the log has the new epoch ${await startNewEpoch(db)}; restart every running server now`)
}
