import { sql } from 'kysely'
import type { BareTx, Move, Said } from '../db/commit.ts'
import { hot } from '../db/hot.ts'
import { insertAll } from '../db/insert.ts'
import { blanked } from './blank.ts'
import type { Entry } from './entry.ts'

/** A follow that opened just before, or closed just after, the entry with this number. */
export interface NumberedMove extends Move {
  seq: number
}

/** What one transaction added to the log. */
export interface Numbered {
  entries: Entry[]
  moves: NumberedMove[]
}

/**
 * Gives the numbers, as the last act before the commit. The row `log_head` is locked from here to the commit, so
 * commit order is number order across all processes, and a reader after N never misses an entry below N.
 */
export async function number(tx: BareTx, said: Said[]): Promise<Numbered> {
  const many = said.reduce((sum, one) => sum + one.entries.length, 0)
  if (many === 0) return { entries: [], moves: [] }
  await hot(tx.db, 'raise head', [many, 1], () =>
    tx.db
      .updateTable('log_head')
      .set({ seq: sql`seq + ${many}` })
      .where('id', '=', 1),
  )
  const { rows } = await hot(tx.db, 'read head', [1], () =>
    tx.db.selectFrom('log_head').select('seq').where('id', '=', 1),
  )
  const [{ seq: last }] = rows as [{ seq: number }]
  const numbered = assign(said, last - many + 1, tx.at)
  await insertAll(tx.db, 'entries', numbered.entries)
  for (const move of numbered.moves) await store(tx, move)
  return numbered
}

function assign(said: Said[], first: number, at: number): Numbered {
  const numbered: Numbered = { entries: [], moves: [] }
  for (const { entries, moves, blanks } of said) {
    const before = numbered.entries.length
    entries.forEach((entry, i) => numbered.entries.push({ seq: first + before + i, at, ...entry }))
    for (const move of moves) numbered.moves.push({ ...move, seq: first + before + move.place })
    for (const { column, value, place } of blanks)
      for (const entry of numbered.entries.slice(0, before + place))
        if (entry[column] === value) Object.assign(entry, blanked)
  }
  return numbered
}

async function store(tx: BareTx, { stream, userIds, opens, seq }: NumberedMove): Promise<void> {
  if (opens) {
    const rows = (userIds as string[]).map((user_id) => ({
      user_id,
      stream,
      from_seq: seq,
      until_seq: null,
      moved_seq: seq,
    }))
    return insertAll(tx.db, 'follows', rows)
  }
  let closing = tx.db
    .updateTable('follows')
    .set({ until_seq: seq, moved_seq: seq })
    .where('stream', '=', stream)
    .where('until_seq', 'is', null)
  if (userIds !== 'everybody') closing = closing.where('user_id', 'in', userIds)
  await closing.execute()
}
