import type { Kysely } from 'kysely'
import type { Tx } from '../db/commit.ts'
import type { Schema } from '../db/schema.ts'
import type { Cursor } from './entry.ts'

const KEPT = 500
/** Clients print times in few digits. */
const MARK_MS = 10

/**
 * Notes a place in the log under a time, in hundredths of a second, for a client that keeps a time where ours keep a
 * cursor. Each of a user's is later than the one before, so that none means two places. Of many the oldest are forgotten.
 */
export async function markPlace(tx: Tx, userId: string, { epoch, seq }: Cursor): Promise<number> {
  const mine = tx.db.selectFrom('inbox_marks').select('mark').where('user_id', '=', userId)
  const newest = await mine.orderBy('mark', 'desc').limit(1).executeTakeFirst()
  const mark = Math.max(Math.ceil(tx.at / MARK_MS), (newest?.mark ?? 0) + 1)
  await tx.db.insertInto('inbox_marks').values({ user_id: userId, mark, epoch, seq }).execute()
  const stale = await mine.orderBy('mark', 'desc').offset(KEPT).limit(1).executeTakeFirst()
  if (stale)
    await tx.db
      .deleteFrom('inbox_marks')
      .where('user_id', '=', userId)
      .where('mark', '<=', stale.mark)
      .execute()
  return mark
}

/** The place that was noted under this time, if one was. */
export function findMark(db: Kysely<Schema>, userId: string, mark: number): Promise<Cursor | undefined> {
  return db
    .selectFrom('inbox_marks')
    .select(['epoch', 'seq'])
    .where('user_id', '=', userId)
    .where('mark', '=', mark)
    .executeTakeFirst()
}

/** Somebody goes. */
export async function forgetMarks({ db }: Tx, userId: string): Promise<void> {
  await db.deleteFrom('inbox_marks').where('user_id', '=', userId).execute()
}
