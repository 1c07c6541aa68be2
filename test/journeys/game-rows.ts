import { PASSWORD } from '../client.ts'
import { call, type Row, row } from './row.ts'
import type { Name, World } from './world.ts'

const rooms = '/api/v1/rooms'
const one = `${rooms}/{room}`
const games = '/api/v1/admin/games'
const keys = '/api/v1/admin/game-keys'
const friend = '/api/v1/friends/{user}'

const just = (body: unknown) => () => body
const user = (name: Name) => (w: World) => ({ user: w[name].id })
const there = (w: World) => ({ room: w.room! })
const game = (w: World) => ({ game: w.game! })
const corner = just({ number: 1, move: { row: 0, column: 0 } })

/** What games need no row, and why. */
export const exemptGames: Record<string, string> = {
  'POST /api/v1/game-results': 'signed by a server, not by somebody; see games/scores.test.ts',
}

/** Alice has opened a private room, into which bob is invited. */
async function opened(w: World): Promise<Response> {
  const body = () => ({ game: 'tic-tac-toe', public: false, invited_ids: [w.bob.id] })
  const answer = await call(w, { verb: `POST ${rooms}`, by: 'alice', body })
  const { id, code } = (await answer.clone().json()) as { id: string; code: string }
  Object.assign(w, { room: id, roomCode: code })
  return answer
}

/** Bob has come to play, and cleo to look on. */
async function begun(w: World): Promise<Response> {
  await opened(w)
  const look = () => ({ code: w.roomCode, as: 'spectator' })
  await call(w, { verb: `POST ${rooms}/join`, by: 'cleo', body: look })
  return call(w, { verb: `POST ${one}/join`, by: 'bob', at: there, body: just({}) })
}

/** Bob has given up. */
async function over(w: World): Promise<Response> {
  await begun(w)
  return call(w, { verb: `POST ${one}/resign`, by: 'bob', at: there })
}

/** The game has begun; five moves were made, the last of them still to come. */
async function almostWon(w: World): Promise<Response> {
  let answer = await begun(w)
  for (const [n, [row, column]] of [
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
  ].entries())
    answer = await w[n % 2 === 0 ? 'alice' : 'bob']
      .ask('POST', `${rooms}/${w.room}/moves`, { number: n + 1, move: { row, column } })
      .then(({ status }) => new Response(null, { status }))
  return answer
}

async function added(w: World): Promise<Response> {
  const answer = await call(w, { verb: `POST ${games}`, by: 'alice', body: just({ title: 'Go' }) })
  w.game = ((await answer.clone().json()) as { id: string }).id
  return answer
}

async function keyed(w: World): Promise<Response> {
  await added(w)
  const body = () => ({ game_id: w.game, name: 'server' })
  const answer = await call(w, { verb: `POST ${keys}`, by: 'alice', body })
  w.gameKey = ((await answer.clone().json()) as { id: string }).id
  return answer
}

const befriended = (w: World) => call(w, { verb: `PUT ${friend}`, by: 'alice', at: user('cleo') })
const both = ['alice', 'bob'] as const
const three = ['alice', 'bob', 'cleo'] as const

const friends: Row[] = [
  row('alice makes bob her friend', `PUT ${friend}`, 'alice', both, { at: user('bob') }),
  row('cleo is no friend of alice any more', `DELETE ${friend}`, 'cleo', ['alice', 'cleo'], {
    ...{ first: befriended, at: user('alice') },
  }),
  row('cleo blocks her friend', 'PUT /api/v1/users/me/blocks/{user}', 'cleo', ['alice', 'cleo'], {
    ...{ first: befriended, at: user('alice') },
  }),
]

const catalogue: Row[] = [
  row('alice adds a game', `POST ${games}`, 'alice', [], { body: just({ title: 'Go', rating: 9 }) }),
  row('alice edits a game', `PATCH ${games}/{game}`, 'alice', [], {
    ...{ first: added, at: game, body: just({ zone: 'Asia/Tokyo' }) },
  }),
  row('alice removes a game', `DELETE ${games}/{game}`, 'alice', [], { first: keyed, at: game }),
  row('alice makes a key', `POST ${keys}`, 'alice', [], {
    ...{ first: added, body: (w) => ({ game_id: w.game, name: 'server' }) },
  }),
  row('alice revokes a key', `DELETE ${keys}/{key}`, 'alice', [], {
    ...{ first: keyed, at: (w) => ({ key: w.gameKey! }) },
  }),
]

const playing: Row[] = [
  row('alice opens a room for bob', `POST ${rooms}`, 'alice', both, {
    body: (w) => ({
      game: 'connect-four',
      name: 'Ours',
      public: false,
      invited_ids: [w.bob.id],
      clock_seconds: 60,
    }),
  }),
  row('bob comes, and it begins', `POST ${one}/join`, 'bob', both, {
    first: opened,
    at: there,
    body: just({}),
  }),
  row('cleo looks on, by the code', `POST ${rooms}/join`, 'cleo', ['alice', 'cleo'], {
    ...{ first: opened, body: (w) => ({ code: w.roomCode, as: 'spectator' }) },
  }),
  row('bob declines', `DELETE ${one}/me`, 'bob', [], { first: opened, at: there }),
  row('alice invites cleo', `POST ${one}/invitations`, 'alice', ['cleo'], {
    ...{ first: opened, at: there, body: (w) => ({ user_ids: [w.bob.id, w.cleo.id] }) },
  }),
  row('alice moves', `POST ${one}/moves`, 'alice', three, { first: begun, at: there, body: corner }),
  row('alice wins', `POST ${one}/moves`, 'alice', three, {
    ...{ first: almostWon, at: there, body: just({ number: 5, move: { row: 0, column: 2 } }) },
  }),
  row('bob gives up', `POST ${one}/resign`, 'bob', three, { first: begun, at: there }),
  row('alice wants to play again', `POST ${one}/rematch`, 'alice', three, { first: over, at: there }),
  row('cleo has seen enough', `DELETE ${one}/me`, 'cleo', three, { first: begun, at: there }),
  row('bob leaves in the middle', `DELETE ${one}/me`, 'bob', three, { first: begun, at: there }),
  row('alice closes her room', `DELETE ${one}`, 'alice', three, { first: over, at: there }),
  row(
    'bob, in the middle of a game, deletes his account',
    'DELETE /api/v1/users/me',
    'bob',
    ['alice', 'cleo'],
    {
      ...{ first: begun, gone: 'bob', body: just({ password: PASSWORD }) },
    },
  ),
]

/** Every call that has to do with friends and games. */
export const gameRows: Row[] = [...friends, ...catalogue, ...playing]
