import type { Tx } from '../db/commit.ts'
import { z } from '../http/schemas.ts'
import { digest } from '../id.ts'
import { append } from '../log/append.ts'
import { userStream } from '../log/entry.ts'
import { Problem } from '../problem.ts'
import { measures, needBoard, periodOf } from './boards.ts'
import { type GameRecord, lockGame } from './game.ts'
import type { Person, Room } from './room.ts'
import { addToScore, type Earned, Standing, worth } from './score.ts'

/** What everybody has now in a game, after a result. */
export const Recorded = z
  .object({
    game_id: z.string(),
    result_id: z.string(),
    scores: z.array(Standing.extend({ user_id: z.string() })),
  })
  .openapi('RecordedResult')

export type Recorded = z.infer<typeof Recorded>

export interface Part extends Earned {
  userId: string
}

/** Writes down what a round in a room was worth. The rules of the game are the only ones who say so. */
export async function recordRound(
  tx: Tx,
  room: Room,
  players: Person[],
  winnerId: string | null,
): Promise<void> {
  const parts = players.map(({ user_id: userId }): Part => {
    const ending = winnerId === null ? 'draw' : winnerId === userId ? 'win' : 'loss'
    return { userId, ending, points: worth[ending] }
  })
  await recordResult(tx, await lockGame(tx, room.game_id), `room:${room.id}:${room.round}`, parts)
}

/**
 * Adds a result to all leaderboards of a game whose row is locked, once: the same result again is answered as before.
 * @throws Problem conflict where it was another result before
 */
export async function recordResult(
  tx: Tx,
  game: GameRecord,
  result_id: string,
  parts: Part[],
): Promise<Recorded> {
  const print = digest(JSON.stringify(parts.map(({ userId, ending, points }) => [userId, ending, points])))
  const before = await findResult(tx, game.id, result_id)
  if (before && before.digest !== print)
    throw new Problem('conflict', 'With this id another result was written down before')
  if (before) return JSON.parse(before.answer) as Recorded
  const scores = await addAll(tx, game, parts)
  const answer = { game_id: game.id, result_id: result_id.replace(/^key:/, ''), scores }
  const row = { game_id: game.id, result_id, digest: print, answer: JSON.stringify(answer) }
  await tx.db
    .insertInto('game_results')
    .values({ ...row, created_at: tx.at })
    .execute()
  return answer
}

function findResult({ db }: Tx, gameId: string, resultId: string) {
  return db
    .selectFrom('game_results')
    .select(['digest', 'answer'])
    .where('game_id', '=', gameId)
    .where('result_id', '=', resultId)
    .executeTakeFirst()
}

async function addAll(tx: Tx, game: GameRecord, parts: Part[]): Promise<Recorded['scores']> {
  const totals = new Map<string, Standing>()
  for (const measure of measures) {
    const period = periodOf(measure, tx.at, game.zone)
    const board = await needBoard(tx, { gameId: game.id, measure, period })
    for (const part of parts) {
      const standing = await addToScore(tx, board, measure, part.userId, part)
      if (measure === 'total') totals.set(part.userId, standing)
    }
  }
  for (const { userId, ending, points } of parts)
    append(tx, {
      stream: userStream(userId),
      kind: 'score.recorded',
      actorId: null,
      body: { game_id: game.id, result: ending, points, score: totals.get(userId) },
    })
  return parts.map(({ userId }) => ({ user_id: userId, ...totals.get(userId)! }))
}
