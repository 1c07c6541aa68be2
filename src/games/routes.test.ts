import { expect, test } from 'bun:test'
import { databases } from '../../test/databases.ts'
import { openDoor } from '../../test/door.ts'
import { at, gaming, refusal } from '../../test/games.ts'
import { testHouse } from '../../test/house.ts'
import { until } from '../../test/until.ts'
import { systemClock } from '../clock.ts'
import { gameRoutes } from './routes.ts'
import { sign } from './signed-result.ts'
import { gameVerbs } from './socket-verbs.ts'
import { startClocks } from './time-out.ts'

for (const database of databases) {
  test(`${database.name}: the catalogue is filtered and paged; admins change it, others cannot`, async () => {
    await using its = await testHouse(database)
    const { alice, bob } = its
    const ask = openDoor(its, gameRoutes)
    const titles = async (query = '') =>
      (await ask(bob, 'GET', `/games${query}`)).body.items.map((game: { title: string }) => game.title)
    expect(await titles()).toEqual(['Connect four', 'Tic-tac-toe'])
    const more = {
      genre: 'Puzzle',
      release_year: 1984,
      developer: 'A. Pajitnov',
      rating: 9.1,
      platform: 'Web',
    }
    const added = await ask(alice, 'POST', '/admin/games', { title: 'Tetris 100%', ...more })
    expect([added.status, added.body]).toMatchObject([201, { ...more, key: null, zone: 'UTC', version: 1 }])
    await ask(alice, 'POST', '/admin/games', { title: 'ASTEROIDS' })
    expect(await titles()).toEqual(['ASTEROIDS', 'Connect four', 'Tetris 100%', 'Tic-tac-toe'])
    expect(await titles('?query=te')).toEqual(['ASTEROIDS', 'Tetris 100%'])
    expect([await titles('?query=0%25'), await titles('?query=_')]).toEqual([['Tetris 100%'], []])
    expect([
      await titles('?genre=Puzzle&platform=Web'),
      await titles('?playable=false&platform=Web'),
    ]).toEqual([...[['Tetris 100%'], ['Tetris 100%']]])
    expect(await titles('?playable=true')).toEqual(['Connect four', 'Tic-tac-toe'])
    const { items, next } = (await ask(bob, 'GET', '/games?limit=2')).body
    expect(items).toHaveLength(2)
    expect(await titles(`?limit=2&after=${next}`)).toEqual(['Tetris 100%', 'Tic-tac-toe'])
    expect((await ask(bob, 'GET', '/games?after=x')).status).toBe(400)

    const path = `/admin/games/${added.body.id}`
    const edited = await ask(alice, 'PATCH', path, { rating: 10, zone: 'asia/tokyo' }, { 'if-match': '"1"' })
    expect(edited.body).toMatchObject({ rating: 10, zone: 'Asia/Tokyo', title: 'Tetris 100%', version: 2 })
    expect((await ask(alice, 'PATCH', path, { rating: 1 }, { 'if-match': '"1"' })).status).toBe(412)
    for (const [body, status] of [
      [{ rating: 11 }, 400],
      [{ zone: 'Nowhere' }, 400],
      [{ key: 'go' }, 400],
    ] as const)
      expect((await ask(alice, 'PATCH', path, body)).status).toBe(status)
    const playable = (await ask(bob, 'GET', '/games?playable=true')).body.items[0].id
    expect((await ask(alice, 'DELETE', `/admin/games/${playable}`)).status).toBe(409)
    for (const [method, to, body] of [
      ['POST', '/admin/games', { title: 'Mine' }],
      ['PATCH', path, { rating: 1 }],
      ['DELETE', path, undefined],
      ['GET', '/admin/game-keys', undefined],
    ] as const)
      expect([to, (await ask(bob, method, to, body)).status]).toEqual([to, 403])
    expect((await ask(alice, 'DELETE', path)).status).toBe(204)
    expect(await titles('?playable=false')).toEqual(['ASTEROIDS'])
  })

  test(`${database.name}: over HTTP a signed result is taken, and its secret is shown once and kept nowhere`, async () => {
    await using its = await testHouse(database)
    const { house, clock, alice, bob } = its
    const ask = openDoor(its, gameRoutes)
    const game_id = (await ask(alice, 'POST', '/admin/games', { title: 'Go' })).body.id
    const wish = { game_id, name: 'server' }
    const made = await ask(alice, 'POST', '/admin/game-keys', wish, { 'idempotency-key': 'once' })
    const { secret, ...key } = made.body
    expect([made.status, secret.length]).toEqual([201, 43])
    expect((await ask(alice, 'GET', '/admin/game-keys')).body.items).toEqual([key])
    const tables = (await house.db.reader.introspection.getTables()).map(({ name }) => name as 'users')
    for (const table of tables)
      expect(JSON.stringify(await house.db.reader.selectFrom(table).selectAll().execute())).not.toContain(
        secret,
      )

    const body = { result_id: 'one', players: [{ user_id: bob.id, result: 'win' }] }
    const tell = (told: object, signed = JSON.stringify(told), by = secret) => {
      const timestamp = String(clock.now())
      const headers = {
        ...{ 'parley-game-key': key.id, 'parley-timestamp': timestamp },
        'parley-signature': sign(by, timestamp, signed),
      }
      return ask(alice, 'POST', '/game-results', told, headers)
    }
    const first = await tell(body)
    expect([first.status, first.body]).toEqual([
      200,
      {
        game_id,
        result_id: 'one',
        scores: [{ user_id: bob.id, points: 100, wins: 1, draws: 0, losses: 0 }],
      },
    ])
    clock.move(1000)
    expect((await tell(body)).body).toEqual(first.body)
    const forged = { ...body, players: [{ user_id: alice.id, result: 'win' }] }
    expect((await tell(forged, JSON.stringify(body))).status).toBe(401)
    expect((await tell(body, JSON.stringify(body), 'guessed')).status).toBe(401)
    expect((await ask(alice, 'POST', '/game-results', body)).status).toBe(401)
    expect((await tell({ ...body, result_id: '' })).status).toBe(400)
    const board = (await ask(bob, 'GET', `/games/${game_id}/leaderboard?around=me`)).body
    expect([board.count, board.mine.points]).toEqual([1, 100])
    expect((await ask(alice, 'DELETE', `/admin/game-keys/${key.id}`)).status).toBe(204)
    expect((await tell(body)).status).toBe(401)
  })

  test(`${database.name}: a clock that was running when the server stopped runs out when it is back`, async () => {
    await using its = await testHouse(database, { clock: systemClock })
    const { house, alice, bob, dora } = its
    const { begun, see } = gaming(house)
    const missed = await begun(alice, bob, { clockSeconds: 0.001 })
    const stop = startClocks(house)
    await until(async () => (await see(alice, missed)).state === 'ended')
    const running = await begun(alice, bob, { clockSeconds: 0.15 })
    await gaming(house).move(alice, running, 1, at(0))
    await until(async () => (await see(alice, running)).state === 'ended')
    expect((await see(alice, running)).result).toMatchObject({ winner_id: alice.id, reason: 'time' })
    expect(house.clock.now()).toBeGreaterThanOrEqual(running.due_at!)
    await stop()

    const closed = await gaming(house).open(alice, { isPublic: false })
    for (const [verb, { input, run }] of Object.entries(gameVerbs)) {
      const asked = { room_id: closed.id, ...(verb === 'move' ? { number: 1, move: at(0) } : {}) }
      expect([verb, await refusal(run(house, dora, input.parse(asked)))]).toEqual([
        verb,
        'not_found: No such room',
      ])
      expect(() => input.parse({ ...asked, user_id: alice.id })).toThrow()
    }
  })
}
