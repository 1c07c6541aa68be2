import { readBytes } from '../http/body.ts'
import { change, type Endpoint, endpoint, openEndpoint } from '../http/endpoint.ts'
import { id, limit, text, z } from '../http/schemas.ts'
import { measures } from './boards.ts'
import { GameKey, listKeys, makeKey, revokeKey, secretOf } from './keys.ts'
import { Leaderboard, readLeaderboard } from './leaderboard.ts'
import { Recorded } from './record-result.ts'
import { recordSigned, SignedResult, signing } from './signed-result.ts'
import { scoresOf, UserScore } from './user-scores.ts'

const tag = 'games'

/** What was won, and by whom most. */
export const scoreRoutes: Endpoint[] = [
  endpoint({
    method: 'get',
    path: '/api/v1/games/{game}/leaderboard',
    tag,
    summary: 'Who has won how much in a game',
    description:
      'Of equals, who reached the points first is ahead. Whoever blocks me or is blocked by me is left out and keeps his rank, so a page may hold fewer than asked for.',
    params: z.object({ game: id }),
    query: z.strictObject({
      measure: z.enum(measures).default('total').openapi({
        description: 'All points, the best single game, or the points of a week or a month',
      }),
      on: text(10).optional().openapi({
        description: 'A day of the week or month, such as 2026-11-21; today, if none is named',
      }),
      among: z.enum(['friends']).optional(),
      chat: id.optional().openapi({ description: 'Only its members, of a chat of mine' }),
      around: z.enum(['me']).optional().openapi({ description: 'The part in which I am, instead of a page' }),
      after: text(200).optional(),
      limit,
    }),
    answer: Leaderboard,
    run: ({ db, clock }, { actor, params, query }) =>
      readLeaderboard(db, actor.id, params.game, query, clock.now()),
  }),
  endpoint({
    method: 'get',
    path: '/api/v1/users/{user}/scores',
    tag,
    summary: 'What somebody has won, game by game',
    params: z.object({ user: id }),
    answer: z.object({ items: z.array(UserScore) }),
    run: async ({ db }, { actor, params }) => ({ items: await scoresOf(db.reader, actor.id, params.user) }),
  }),
  openEndpoint({
    method: 'post',
    path: '/api/v1/game-results',
    tag,
    summary: 'Tell the result of a game that runs elsewhere',
    description:
      'For servers, not for people: signed by a key of the game. The same `result_id` with the same result is answered as the first time.',
    headers: signing,
    takes: 'application/json',
    body: SignedResult.optional(),
    answer: Recorded,
    async run(house, { request }) {
      const header = (name: string) => request.headers.get(name) ?? ''
      const letter = {
        keyId: header('parley-game-key'),
        timestamp: header('parley-timestamp'),
        signature: header('parley-signature'),
        body: await readBytes(request, house.config.maxBodyBytes),
      }
      return house.commit((tx) => recordSigned(tx, house.secrets, letter))
    },
  }),
  ...keyRoutes(),
]

function keyRoutes(): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/api/v1/admin/game-keys',
      tag,
      summary: 'The keys of games that run elsewhere, the newest first',
      answer: z.object({ items: z.array(GameKey) }),
      run: async ({ db }, { actor }) => ({ items: await listKeys(db.reader, actor) }),
    }),
    endpoint({
      method: 'post',
      path: '/api/v1/admin/game-keys',
      tag,
      summary: 'Make a key for a game that runs elsewhere',
      description: 'Its secret is shown this once.',
      body: z.strictObject({ game_id: id, name: text(100, 1) }),
      answer: GameKey.extend({ secret: z.string() }).openapi('NewGameKey'),
      status: 201,
      // Not by `change`: what is answered to an idempotency key is kept, and the secret is to lie nowhere.
      async run({ commit, secrets }, { actor, body }) {
        const key = await commit((tx) => makeKey(tx, actor, body.game_id, body.name))
        return { ...key, secret: secretOf(secrets, key.id) }
      },
    }),
    change({
      method: 'delete',
      path: '/api/v1/admin/game-keys/{key}',
      tag,
      summary: 'Revoke a key',
      params: z.object({ key: id }),
      async change(tx, { actor, params }) {
        await revokeKey(tx, actor, params.key)
        return undefined
      },
    }),
  ]
}
