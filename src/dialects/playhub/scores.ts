import type { Db } from '../../db/open.ts'
import type { Game } from '../../games/game.ts'
import { readLeaderboard } from '../../games/leaderboard.ts'
import { listGames } from '../../games/list-games.ts'
import type { Standing } from '../../games/score.ts'
import { scoresOf } from '../../games/user-scores.ts'
import { type Endpoint, endpoint } from '../../http/endpoint.ts'
import { limit, text, z } from '../../http/schemas.ts'
import { notFound } from '../../problem.ts'
import { keyOfGame, typeOfGame } from './game-names.ts'
import { id } from './id.ts'

const tag = 'playhub'
const MOST_GAMES = 1000

const OldGame = z
  .object({
    _id: z.string(),
    title: z.string(),
    genre: z.string(),
    releaseYear: z.number().int().nullable(),
    developer: z.string(),
    rating: z.number().nullable(),
    platform: z.string(),
  })
  .openapi('PlayhubGame', {
    example: {
      _id: '019a4c2e-7d10-7000-8000-5a1c0b7e4d25',
      title: 'Connect four',
      genre: 'Board game',
      releaseYear: 1974,
      developer: 'Howard Wexler and Ned Strongin',
      rating: null,
      platform: 'Parley',
    },
  })

const OldScore = z
  .object({
    user_id: z.string(),
    username: z.string().optional(),
    game_type: z.string(),
    wins: z.number().int(),
    draws: z.number().int(),
    losses: z.number().int(),
    score: z.number().int().openapi({ description: '100 for a win, 50 for a draw' }),
  })
  .openapi('PlayhubScore', {
    example: {
      user_id: '019a4c2e-7d10-7000-8000-5a1c0b7e4d21',
      username: 'alice',
      game_type: 'morpion',
      wins: 2,
      draws: 1,
      losses: 0,
      score: 250,
    },
  })

const toOldScore = ({ wins, draws, losses, points }: Standing) => ({ wins, draws, losses, score: points })

/** What these clients call a game: that which is played here by its short name, others by their title. */
const typeOf = ({ key, title }: Game) => (key === null ? title : typeOfGame(key))

export const scoreCalls: Endpoint[] = [
  endpoint({
    method: 'get',
    path: '/api/games',
    tag,
    summary: 'The catalogue of games, by title',
    answer: z.object({ games: z.array(OldGame) }),
    async run({ db }) {
      const { items } = await listGames(db, {}, undefined, MOST_GAMES)
      return {
        games: items.map(({ id, release_year, title, genre, developer, rating, platform }) => ({
          ...{ _id: id, title, genre, releaseYear: release_year, developer, rating, platform },
        })),
      }
    },
  }),
  endpoint({
    method: 'get',
    path: '/scores/game/{type}',
    tag,
    summary: 'Who has won how much in a game, the best first',
    params: z.object({ type: text(100, 1) }),
    query: z.object({ limit }),
    answer: z.array(OldScore),
    async run({ db, clock }, { actor, params, query }) {
      const game = await gameOfType(db, params.type)
      const wanted = { measure: 'total' as const, limit: query.limit }
      const { items } = await readLeaderboard(db, actor.id, game.id, wanted, clock.now())
      return items.map(({ user, ...standing }) => ({
        user_id: user.id,
        username: user.username,
        game_type: typeOf(game),
        ...toOldScore(standing),
      }))
    },
  }),
  endpoint({
    method: 'get',
    path: '/scores/user/{user}',
    tag,
    summary: 'What somebody has won, game by game',
    params: z.object({ user: id }),
    answer: z.array(OldScore),
    async run({ db }, { actor, params }) {
      const scores = await scoresOf(db.reader, actor.id, params.user)
      return scores.map(({ game, ...standing }) => ({
        user_id: params.user,
        game_type: typeOf(game),
        ...toOldScore(standing),
      }))
    },
  }),
]

/** @throws Problem not_found */
async function gameOfType(db: Db, type: string): Promise<Game> {
  const key = keyOfGame(type)
  const { items } = await listGames(db, key ? { playable: true } : { query: type }, undefined, MOST_GAMES)
  const game = items.find((one) => (key ? one.key === key : one.title === type))
  if (!game) throw notFound('game')
  return game
}
