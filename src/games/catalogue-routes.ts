import { change, type Endpoint, endpoint } from '../http/endpoint.ts'
import { id, pageOf, pageQuery, text, z } from '../http/schemas.ts'
import { addGame, editGame, removeGame } from './edit-catalogue.ts'
import { facts, findGame, Game, toGame } from './game.ts'
import { listGames } from './list-games.ts'

const tag = 'games'
const oneGame = z.object({ game: id })

const newFacts = {
  title: facts.title,
  genre: facts.genre.default(''),
  release_year: facts.release_year.default(null),
  developer: facts.developer.default(''),
  rating: facts.rating.default(null),
  platform: facts.platform.default(''),
  zone: facts.zone.default('UTC'),
}

/** What is played, here and elsewhere. */
export const catalogueRoutes: Endpoint[] = [
  endpoint({
    method: 'get',
    path: '/api/v1/games',
    tag,
    summary: 'The catalogue of games, by title',
    query: pageQuery.extend({
      query: text(100).optional().openapi({ description: 'Part of the title' }),
      genre: text(50).optional(),
      platform: text(50).optional(),
      playable: z.enum(['true', 'false']).optional().openapi({ description: 'Is it played here?' }),
    }),
    answer: pageOf(Game),
    run: ({ db }, { query: { after, limit, playable, ...filter } }) =>
      listGames(
        db,
        { ...filter, ...(playable === undefined ? {} : { playable: playable === 'true' }) },
        after,
        limit,
      ),
  }),
  endpoint({
    method: 'get',
    path: '/api/v1/games/{game}',
    tag,
    summary: 'A game',
    params: oneGame,
    answer: Game,
    run: async ({ db }, { params }) => toGame(await findGame(db.reader, params.game)),
  }),
  change({
    method: 'post',
    path: '/api/v1/admin/games',
    tag,
    summary: 'Add a game that runs elsewhere',
    body: z.strictObject(newFacts),
    answer: Game,
    status: 201,
    change: (tx, { actor, body }) => addGame(tx, actor, body),
  }),
  change({
    method: 'patch',
    path: '/api/v1/admin/games/{game}',
    tag,
    summary: 'Edit a game',
    description: 'Another zone counts from the next result on.',
    params: oneGame,
    body: z.strictObject(facts).partial(),
    answer: Game,
    change: (tx, { actor, params, body, ifMatch }) => editGame(tx, actor, params.game, body, ifMatch),
  }),
  change({
    method: 'delete',
    path: '/api/v1/admin/games/{game}',
    tag,
    summary: 'Remove a game, and everything that was won in it',
    description: 'Games that are played here stay.',
    params: oneGame,
    async change(tx, { actor, params }) {
      await removeGame(tx, actor, params.game)
      return undefined
    },
  }),
]
