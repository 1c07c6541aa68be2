import type { Selectable } from 'kysely'
import type { Tx } from '../db/commit.ts'
import { lock } from '../db/dialect.ts'
import type { Measure, ScoreRow } from '../db/schema.ts'
import { z } from '../http/schemas.ts'
import { depart, enter, MOST_POINTS, sortKeyOf } from './ranks.ts'

export type Score = Selectable<ScoreRow>

export const endings = ['win', 'draw', 'loss'] as const
export type Ending = (typeof endings)[number]

/** What a game is worth that ends so. */
export const worth: Record<Ending, number> = { win: 100, draw: 50, loss: 0 }

/** What somebody has won on one leaderboard. */
export const Standing = z.object({
  points: z.number().int(),
  wins: z.number().int(),
  draws: z.number().int(),
  losses: z.number().int(),
})

export type Standing = z.infer<typeof Standing>

export interface Earned {
  ending: Ending
  points: number
}

export function toStanding({ points, wins, draws, losses }: Standing): Standing {
  return { points, wins, draws, losses }
}

/** Adds a result to what somebody has on a leaderboard. The game's row is locked. */
export async function addToScore(
  tx: Tx,
  boardId: string,
  measure: Measure,
  userId: string,
  earned: Earned,
): Promise<Standing> {
  const before = await tx.db
    .selectFrom('scores')
    .selectAll()
    .where('board_id', '=', boardId)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  const after = sum(before, measure, userId, boardId, earned, tx.at)
  if (before) {
    await depart(tx, boardId, before.sort_key)
    await tx.db
      .updateTable('scores')
      .set(after)
      .where('board_id', '=', boardId)
      .where('user_id', '=', userId)
      .execute()
  } else await tx.db.insertInto('scores').values(after).execute()
  await enter(tx, boardId, after.sort_key)
  return toStanding(after)
}

/** Who does not come further stays at the place that he has reached when he did. */
function sum(
  before: Score | undefined,
  measure: Measure,
  user_id: string,
  board_id: string,
  { ending, points }: Earned,
  now: number,
): Score {
  const had = before?.points ?? 0
  const has = measure === 'best' ? Math.max(had, points) : Math.min(had + points, MOST_POINTS)
  const reached_at = before && has === had ? before.reached_at : now
  return {
    board_id,
    user_id,
    points: has,
    wins: (before?.wins ?? 0) + Number(ending === 'win'),
    draws: (before?.draws ?? 0) + Number(ending === 'draw'),
    losses: (before?.losses ?? 0) + Number(ending === 'loss'),
    reached_at,
    sort_key: sortKeyOf(has, reached_at, user_id),
  }
}

/** Takes somebody off all leaderboards. */
export async function forgetScores(tx: Tx, userId: string): Promise<void> {
  const his = tx.db.selectFrom('scores').select('board_id').where('user_id', '=', userId)
  const boards = tx.db.selectFrom('score_boards').select('game_id').where('id', 'in', his)
  const games = tx.db.selectFrom('games').select('id').where('id', 'in', boards).orderBy('id')
  await lock(tx.dialect, games).execute()
  const scores = await tx.db.selectFrom('scores').selectAll().where('user_id', '=', userId).execute()
  for (const { board_id, sort_key } of scores) await depart(tx, board_id, sort_key)
  await tx.db.deleteFrom('scores').where('user_id', '=', userId).execute()
}
