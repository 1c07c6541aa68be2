import type { Kysely } from 'kysely'
import { day } from '../clock.ts'
import type { Tx } from '../db/commit.ts'
import type { Measure, Schema } from '../db/schema.ts'
import { newId } from '../id.ts'
import { dateOf, weekdayOf } from '../scheduled/when/calendar.ts'
import { momentOf, readWall, type Wall, wallAt, writeWall } from '../scheduled/when/wall.ts'

export const measures = ['total', 'best', 'week', 'month'] as const satisfies Measure[]

/** Which leaderboard of a game: by the first day of its week or month, where it is of one. */
export interface BoardName {
  gameId: string
  measure: Measure
  period: string
}

/** The first day of the period in which a moment lies, as clocks in a zone show it; empty for boards of all times. */
export function periodOf(measure: Measure, at: number, zone: string): string {
  return periodAt(measure, wallAt(at, zone))
}

/** The same by a date such as 2026-11-21. */
export function periodAt(measure: Measure, wall: Wall): string {
  const today = Math.floor(wall / day)
  if (measure === 'week') return dateText((today - weekdayOf(today)) * day)
  if (measure === 'month') return dateText((today - dateOf(today).day + 1) * day)
  return ''
}

const dateText = (wall: Wall) => writeWall(wall).slice(0, 10)

/** When a period begins and ends, UTC milliseconds; nulls where it never does. */
export function boundsOf(measure: Measure, period: string, zone: string) {
  if (period === '') return { from: null, until: null }
  const first = readWall(period)!
  const days = measure === 'week' ? 7 : 31
  // Within a month and a day after its first, some other month has begun; its first day is wanted.
  const next = measure === 'week' ? first + days * day : readWall(periodAt('month', first + days * day))!
  return { from: momentOf(first, zone), until: momentOf(next, zone) }
}

export async function findBoard(
  db: Kysely<Schema>,
  { gameId, measure, period }: BoardName,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('score_boards')
    .select('id')
    .where('game_id', '=', gameId)
    .where('measure', '=', measure)
    .where('period', '=', period)
    .executeTakeFirst()
  return row?.id
}

/** The same, and it is made where it is not there yet. The game's row is locked. */
export async function needBoard({ db }: Tx, name: BoardName): Promise<string> {
  const found = await findBoard(db, name)
  if (found) return found
  const { gameId: game_id, measure, period } = name
  const board = { id: newId(), game_id, measure, period }
  await db.insertInto('score_boards').values(board).execute()
  await db.insertInto('score_blocks').values({ board_id: board.id, from_key: '', many: 0 }).execute()
  return board.id
}
