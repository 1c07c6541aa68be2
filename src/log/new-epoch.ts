import type { Db } from '../db/open.ts'
import { newSecret } from '../id.ts'

/**
 * Begins a new life of the log, so that a cursor from before a restore is recognised and answered with a gap. It does
 * not go through `commit`: no server may be running on this log, and the first that starts reads it afresh.
 */
export async function startNewEpoch(db: Db): Promise<string> {
  const epoch = newSecret(6)
  await db.writer.updateTable('log_head').set({ epoch }).where('id', '=', 1).execute()
  return epoch
}
