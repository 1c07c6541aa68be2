import type { Kysely, Selectable } from 'kysely'
import type { Tx } from '../db/commit.ts'
import { lock } from '../db/dialect.ts'
import type { GameRow, Schema } from '../db/schema.ts'
import { text, time, version, z, zone } from '../http/schemas.ts'
import { notFound } from '../problem.ts'

/** What an admin says of a game. */
export const facts = {
  title: text(100, 1).trim().min(1),
  genre: text(50),
  release_year: z.number().int().min(1).max(9999).nullable(),
  developer: text(100),
  rating: z.number().min(0).max(10).nullable().openapi({ description: 'From 0 to 10' }),
  platform: text(50),
  zone: zone.openapi({ description: 'By whose clocks the weeks and months of its leaderboards begin' }),
}

export const Game = z
  .object({
    id: z.string(),
    key: z.string().nullable().openapi({ description: 'Where it is played here: what rooms name it by' }),
    title: z.string(),
    genre: z.string(),
    release_year: z.number().int().nullable(),
    developer: z.string(),
    rating: z.number().nullable(),
    platform: z.string(),
    zone: z.string(),
    created_at: time,
    version,
  })
  .openapi('Game')

export type Game = z.infer<typeof Game>
export type GameRecord = Selectable<GameRow>

export function toGame({ title_key: _, ...game }: GameRecord): Game {
  return game
}

/** @throws Problem not_found */
export async function findGame(db: Kysely<Schema>, id: string): Promise<GameRecord> {
  const game = await db.selectFrom('games').selectAll().where('id', '=', id).executeTakeFirst()
  if (!game) throw notFound('game')
  return game
}

/** The same for somebody who means to change it. @throws Problem not_found */
export async function lockGame(tx: Pick<Tx, 'db' | 'dialect'>, id: string): Promise<GameRecord> {
  const query = tx.db.selectFrom('games').selectAll().where('id', '=', id)
  const game = await lock(tx.dialect, query).executeTakeFirst()
  if (!game) throw notFound('game')
  return game
}
