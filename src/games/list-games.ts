import { holdsText } from '../db/holds-text.ts'
import type { Db } from '../db/open.ts'
import { toPage } from '../http/schemas.ts'
import { Problem } from '../problem.ts'
import { fold } from '../users/names.ts'
import { toGame } from './game.ts'

export interface GameFilter {
  /** Part of the title. */
  query?: string | undefined
  genre?: string | undefined
  platform?: string | undefined
  /** Is it played here? */
  playable?: boolean | undefined
}

/** The catalogue by title. @throws Problem invalid for a cursor that names no game */
export async function listGames(db: Db, filter: GameFilter, after: string | undefined, limit: number) {
  const last = after === undefined ? undefined : await findLast(db, after)
  const part = fold(filter.query ?? '')
  const rows = await db.reader
    .selectFrom('games')
    .selectAll()
    .$if(part !== '', (q) => q.where(holdsText(part, 'title_key')))
    .$if(filter.genre !== undefined, (q) => q.where('genre', '=', filter.genre!))
    .$if(filter.platform !== undefined, (q) => q.where('platform', '=', filter.platform!))
    .$if(filter.playable !== undefined, (q) => q.where('key', filter.playable ? 'is not' : 'is', null))
    .$if(last !== undefined, (q) =>
      q.where((is) =>
        is.or([
          is('title_key', '>', last!.title_key),
          is.and([is('title_key', '=', last!.title_key), is('id', '>', last!.id)]),
        ]),
      ),
    )
    .orderBy('title_key')
    .orderBy('id')
    .limit(limit + 1)
    .execute()
  return toPage(rows, limit, toGame, (row) => row.id)
}

async function findLast({ reader }: Db, id: string) {
  const last = await reader
    .selectFrom('games')
    .select(['id', 'title_key'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!last) throw new Problem('invalid', 'query.after: must be what an earlier page gave as `next`')
  return last
}
