import { expect, test } from 'bun:test'
import { connectFour } from '../../src/games/connect-four.ts'
import { ticTacToe } from '../../src/games/tic-tac-toe.ts'
import type { Client } from '../client.ts'
import { databases } from '../databases.ts'
import { at, gaming } from '../games.ts'
import { testHouse } from '../house.ts'
import { listenByWebSocket, type SocketListener } from '../listener.ts'
import { testServer } from '../server.ts'
import { until } from '../until.ts'
import { town } from './world.ts'

// biome-ignore lint/suspicious/noExplicitAny: a room as it comes over the wire
type Loose = any

/** Who begins builds a column; the other answers beside it, and both once go astray. */
const COLUMNS = [3, 4, 3, 4, 0, 4, 3, 2, 3]
const CUT_EVERY = 2
const RESTART_AFTER = 5

/**
 * A player who knows nothing but what the log has told him: he moves when it is his turn by the last entry that he
 * heard, and when he has lost his connection he comes back with his cursor.
 */
function player(url: string, { id, token }: Client, cursor: string) {
  const heard: Loose[] = []
  let line: SocketListener
  let taken = 0
  let lost = 0
  function connect(after: string) {
    line = listenByWebSocket(url, token, after)
    taken = 0
  }
  connect(cursor)
  function take() {
    heard.push(...line.heard.slice(taken).filter(({ kind }) => kind.startsWith('game.')))
    taken = line.heard.length
  }
  /** Comes back, however often it takes. */
  async function back() {
    take()
    const after = line.cursor ?? cursor
    cursor = after
    line.close()
    lost++
    connect(after)
    await line.ready
  }
  return {
    heard,
    back,
    get lost() {
      return lost
    },
    close: () => line.close(),
    /** The room as he knows it. */
    get room(): Loose {
      take()
      return heard.findLast(({ body }) => body?.room)?.body.room
    },
    get isMyTurn() {
      return this.room?.turn_user_id === id
    },
    ask: (verb: string, input: object): Promise<Loose> => line.ask(verb, input),
  }
}

for (const database of databases) {
  test(`${database.name}: two play a whole game over sockets, through cuts and a restart, and both have seen all of it`, async () => {
    await using server = await testServer(database)
    const { newcomer, dora } = await town(server)
    const [alice, bob] = [await newcomer('alice'), await newcomer('bob')]
    const cursors = await Promise.all(
      [alice, bob].map(async (one) => (await one.get('/api/v1/log')).cursor as string),
    )
    const room = await alice.post('/api/v1/rooms', { game: 'connect-four' })
    const one = player(server.url, alice, cursors[0]!)
    const other = player(server.url, bob, cursors[1]!)
    const room_id = room.id
    expect((await other.ask('join_game', { room_id })).answer.state).toBe('playing')
    let number = 0
    for (const column of COLUMNS) {
      await until(() => one.isMyTurn || other.isMyTurn)
      const [mover, waiter] = one.isMyTurn ? [one, other] : [other, one]
      await until(() => waiter.room?.move_number === mover.room.move_number)
      const move = { room_id, number: ++number, move: { column } }
      expect((await waiter.ask('move', move)).problem.detail).toBe('It is not your turn')
      const asked = mover.ask('move', move)
      if (number % CUT_EVERY === 0) {
        // The answer may be lost on the way: the same again finds out.
        await asked.catch(() => undefined)
        await mover.back()
        expect((await mover.ask('move', move)).answer.move).toMatchObject({ number, move: { column } })
      } else expect((await asked).answer.move.number).toBe(number)
      if (number % 3 === 0) await waiter.back()
      if (number !== RESTART_AFTER) continue
      await server.restart()
      await Promise.all([one.back(), other.back()])
    }
    await until(() => one.room.state === 'ended' && other.room.state === 'ended')
    expect((await other.ask('join_game', { room_id })).answer.result).toMatchObject({ winner_id: alice.id })
    expect(one.room).toEqual(other.room)
    let board = connectFour.start()
    for (const column of COLUMNS) board = connectFour.play(board, { column })
    expect(one.room.board).toEqual(board)
    const kinds = ['game.joined', 'game.started', ...COLUMNS.map(() => 'game.moved'), 'game.ended']
    const told = (who: typeof one) =>
      who.heard.filter(({ kind }) => kind !== 'game.turn').map(({ kind }) => kind)
    expect([told(one), told(other)]).toEqual([['game.created', ...kinds], kinds])
    for (const who of [one, other]) {
      const moves = who.heard
        .filter(({ kind }) => kind === 'game.moved')
        .map(({ body }) => body.move.move.column)
      expect(moves).toEqual(COLUMNS)
      expect(who.lost).toBeGreaterThanOrEqual(2)
    }
    expect((await dora.get('/api/v1/log?after=0')).entries.map((entry: Loose) => entry.kind)).toEqual([
      'me.registered',
      'session.opened',
    ])
    one.close()
    other.close()
  })

  test(`${database.name}: two hundred rooms at once never mix`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob } = its
    const { begun, move } = gaming(house)
    const ROOMS = 200
    /** Three different fields for each room, few rooms alike. */
    const fields = (n: number) => [n, n + 1 + (Math.floor(n / 9) % 4), n + 5 + (Math.floor(n / 36) % 4)]
    const rooms = await Promise.all(
      Array.from({ length: ROOMS }, (_, n) => (n % 2 === 0 ? begun(alice, bob) : begun(bob, alice))),
    )
    const boards = rooms.map(() => ticTacToe.start())
    for (let turn = 0; turn < 3; turn++)
      await Promise.all(
        rooms.map(async (room, n) => {
          const where = at(fields(n)[turn]! % 9)
          boards[n] = ticTacToe.play(boards[n]!, where)
          const made = await move((n + turn) % 2 === 0 ? alice : bob, room, turn + 1, where)
          expect(made.room.board).toEqual(boards[n]!)
        }),
      )
    const rows = await house.db.reader.selectFrom('rooms').select(['id', 'board']).execute()
    const stored = new Map(rows.map((row) => [row.id, JSON.parse(row.board!)]))
    expect(rooms.map((room) => stored.get(room.id))).toEqual(boards)
    expect(new Set(rows.map((row) => row.board)).size).toBeGreaterThan(100)
    const entries = await house.db.reader
      .selectFrom('entries')
      .select(['stream', 'body'])
      .where('kind', '=', 'game.moved')
      .execute()
    expect(entries).toHaveLength(3 * ROOMS)
    for (const { stream, body } of entries) expect(stream).toBe(`game:${JSON.parse(body).room.id}`)
  })
}
