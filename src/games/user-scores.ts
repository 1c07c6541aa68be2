import type { Kysely } from 'kysely'
import type { Schema } from '../db/schema.ts'
import { z } from '../http/schemas.ts'
import { blockedAmong } from '../users/block.ts'
import { findUser } from '../users/user.ts'
import { Game, toGame } from './game.ts'
import { Standing, toStanding } from './score.ts'

export const UserScore = Standing.extend({
  game: Game,
  best: z.number().int().openapi({ description: 'The most points of a single game' }),
}).openapi('Score')

/** What somebody has won, game by game; nothing, where one of us blocks the other. @throws Problem not_found */
export async function scoresOf(db: Kysely<Schema>, actorId: string, userId: string) {
  await findUser(db, userId)
  if ((await blockedAmong(db, actorId, [userId])).size > 0) return []
  const rows = await db
    .selectFrom('scores')
    .innerJoin('score_boards', 'score_boards.id', 'scores.board_id')
    .innerJoin('games', 'games.id', 'score_boards.game_id')
    .selectAll('games')
    .select(['measure', 'points', 'wins', 'draws', 'losses'])
    .where('scores.user_id', '=', userId)
    .where('measure', 'in', ['total', 'best'])
    .orderBy('games.title_key')
    .orderBy('games.id')
    .execute()
  const best = new Map(rows.filter((row) => row.measure === 'best').map((row) => [row.id, row.points]))
  return rows
    .filter((row) => row.measure === 'total')
    .map(({ measure: _, points, wins, draws, losses, ...game }) => ({
      game: toGame(game),
      ...toStanding({ points, wins, draws, losses }),
      best: best.get(game.id)!,
    }))
}
