import type { Db } from '../db/open.ts'
import type { UserState } from '../db/schema.ts'
import { requireMigrated, showTime } from './open.ts'
import type { Terminal } from './terminal.ts'

const PER_PAGE = 500

/** Lists accounts, the oldest first. */
export async function listUsers(db: Db, state: UserState | undefined, { say }: Terminal): Promise<void> {
  await requireMigrated(db)
  let listed = 0
  for (let after = 0; ; ) {
    const rows = await db.reader
      .selectFrom('users')
      .select(['number', 'username', 'name', 'state', 'is_admin', 'created_at', 'last_seen_at'])
      .where('number', '>', after)
      .$if(state !== undefined, (query) => query.where('state', '=', state!))
      .orderBy('number')
      .limit(PER_PAGE)
      .execute()
    for (const row of rows) {
      const role = row.is_admin === 1 ? 'admin' : ''
      const seen = row.last_seen_at === null ? 'never seen' : `seen ${showTime(row.last_seen_at)}`
      const columns = [
        row.username.padEnd(24),
        row.state.padEnd(10),
        role.padEnd(6),
        showTime(row.created_at),
        seen,
      ]
      say(columns.join('  '))
    }
    listed += rows.length
    if (rows.length < PER_PAGE) break
    after = rows.at(-1)!.number
  }
  say(`${listed} account${listed === 1 ? '' : 's'}`)
}
