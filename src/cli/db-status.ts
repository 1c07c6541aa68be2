import { migrations } from '../db/migrate.ts'
import type { Db } from '../db/open.ts'
import { readHead } from '../log/read.ts'
import { nameOf, showTime } from './open.ts'
import type { Terminal } from './terminal.ts'

/** Says which database this is, which migrations it has, and where its log is. */
export async function showStatus(db: Db, { say }: Terminal): Promise<void> {
  say(`database  ${nameOf(db.url)}`)
  const known = await migrations(db)
  for (const { name, executedAt } of known)
    say(`${name.padEnd(16)}${executedAt ? `applied ${showTime(executedAt)}` : 'missing'}`)
  if (known.length === 0 || !known[0]!.executedAt) return say('log       none yet')
  const { epoch, seq, floor } = await readHead(db)
  say(`log       head ${seq}, floor ${floor}, epoch ${epoch}`)
  if (known.some(({ executedAt }) => !executedAt))
    say('"parley db upgrade", or the next start, applies what is missing')
}
