import { sql } from 'kysely'
import { holdsText } from '../db/holds-text.ts'
import type { Db } from '../db/open.ts'
import { type Numbered, offsetOf } from '../http/numbered-pages.ts'
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
  const query = named(db, text)
    .where('state', '=', 'active')
    .where('id', '!=', actorId)
    .where('id', 'not in', blockedWith(db, actorId))
    .where('username_key', '>', after ?? '')
    .orderBy('username_key')
    .limit(limit + 1)
  const rows = await db.slowly<User>(query.selectAll().compile())
  return toPage(rows, limit, toCard, (row) => row.username_key)
}

/** The same for lists whose pages have numbers, in which one stands oneself; admins see those who are archived, too. */
export async function findUsersByPage(db: Db, actor: User, text: string, wanted: Numbered) {
  const everybody = named(db, text)
    .where('state', 'in', actor.is_admin === 1 ? ['active', 'archived'] : ['active'])
    .where('id', 'not in', blockedWith(db, actor.id))
  const many = everybody.select(sql<number>`count(*)`.as('many')).compile()
  const page = everybody
    .selectAll()
    .orderBy('username_key')
    .limit(wanted.per_page)
    .offset(offsetOf(wanted))
    .compile()
  const [[counted], users] = await Promise.all([db.slowly(many), db.slowly<User>(page)])
  return { total: counted!.many, users }
}

/** Whose username or name holds a text; of an empty one, everybody. */
function named({ reader }: Db, text: string) {
  const part = fold(text)
  return reader
    .selectFrom('users')
    .$if(part !== '', (q) => q.where(holdsText(part, 'username_key', 'name_key')))
}

function blockedWith({ reader }: Db, actorId: string) {
  return reader
    .selectFrom('blocks')
    .select(sql<string>`case when user_id = ${actorId} then blocked_id else user_id end`.as('id'))
    .where((is) => is.or([is('user_id', '=', actorId), is('blocked_id', '=', actorId)]))
}
