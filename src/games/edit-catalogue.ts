import type { Tx } from '../db/commit.ts'
import type { Actor } from '../http/house.ts'
import { newId } from '../id.ts'
import { Problem } from '../problem.ts'
import { requireAdmin } from '../users/moderate.ts'
import { nameKey } from '../users/names.ts'
import { type Game, type GameRecord, lockGame, toGame } from './game.ts'

export type Facts = Pick<
  GameRecord,
  'title' | 'genre' | 'release_year' | 'developer' | 'rating' | 'platform' | 'zone'
>

/** Puts a game that runs elsewhere into the catalogue. @throws Problem forbidden */
export async function addGame(tx: Tx, actor: Actor, facts: Facts): Promise<Game> {
  await requireAdmin(tx, actor)
  const game = newGame(facts, null, tx.at)
  await tx.db.insertInto('games').values(game).execute()
  return toGame(game)
}

export function newGame(facts: Facts, key: string | null, at: number): GameRecord {
  return { id: newId(), key, ...facts, title_key: nameKey(facts.title), version: 1, created_at: at }
}

/** @throws Problem forbidden, not_found, stale */
export async function editGame(
  tx: Tx,
  actor: Actor,
  gameId: string,
  changes: Partial<Facts>,
  ifMatch?: number,
): Promise<Game> {
  await requireAdmin(tx, actor)
  const before = await lockGame(tx, gameId)
  if (ifMatch !== undefined && ifMatch !== before.version)
    throw new Problem('stale', `The game has version ${before.version} by now`)
  const game = { ...before, ...changes, version: before.version + 1 }
  game.title_key = nameKey(game.title)
  await tx.db.updateTable('games').set(game).where('id', '=', gameId).execute()
  return toGame(game)
}

/**
 * Takes a game out of the catalogue, with everything that was won in it.
 * @throws Problem forbidden, not_found, conflict for one that is played here
 */
export async function removeGame(tx: Tx, actor: Actor, gameId: string): Promise<void> {
  await requireAdmin(tx, actor)
  const { key } = await lockGame(tx, gameId)
  if (key !== null) throw new Problem('conflict', 'This game is played here, and stays')
  const boards = tx.db.selectFrom('score_boards').select('id').where('game_id', '=', gameId)
  await tx.db.deleteFrom('scores').where('board_id', 'in', boards).execute()
  await tx.db.deleteFrom('score_blocks').where('board_id', 'in', boards).execute()
  for (const table of ['score_boards', 'game_results', 'game_keys'] as const)
    await tx.db.deleteFrom(table).where('game_id', '=', gameId).execute()
  await tx.db.deleteFrom('games').where('id', '=', gameId).execute()
}
