import { sql } from 'kysely'
import type { Db } from '../db/open.ts'
import { toPage } from '../http/schemas.ts'
import { fold } from './names.ts'
import { toCard, type User } from './user.ts'

/**
 * People whose username or name begins with, or holds, some text; whoever blocks me or is blocked by me is left out.
 * Pages go by username.
 */
export async function findUsers(
  db: Db,
  actorId: string,
  text: string,
  after: string | undefined,
  limit: number,
) {
  const part = fold(text).replaceAll(/[\\%_]/g, '\\$&')
  const blocked = db.reader
    .selectFrom('blocks')
    .select(sql<string>`case when user_id = ${actorId} then blocked_id else user_id end`.as('id'))
    .where((is) => is.or([is('user_id', '=', actorId), is('blocked_id', '=', actorId)]))
  const query = db.reader
    .selectFrom('users')
    .selectAll()
    .where('state', '=', 'active')
    .where('id', '!=', actorId)
    .where('id', 'not in', blocked)
    .where('username_key', '>', after ?? '')
    .$if(part !== '', (q) =>
      q.where(
        sql<boolean>`(username_key like ${`%${part}%`} escape '\\' or name_key like ${`%${part}%`} escape '\\')`,
      ),
    )
    .orderBy('username_key')
    .limit(limit + 1)
  const rows = await db.slowly<User>(query.compile())
  return toPage(rows, limit, toCard, (row) => row.username_key)
}
