import { expect, test } from 'bun:test'
import { databases } from '../databases.ts'
import { noise } from '../media.ts'
import { testServer } from '../server.ts'
import { until } from '../until.ts'
import { byAuth, byQuery, connected, type Ear, type Loose, person } from './playhub-clients.ts'

/** Fields of tic-tac-toe, marked by the two in turn, each as soon as the board shows the one before. */
async function marks([one, other]: [Ear, Ear], room: string, fields: [number, number][]) {
  for (const [n, [row, col]] of fields.entries()) {
    const [mover, watcher] = n % 2 === 0 ? [one, other] : [other, one]
    const seen = watcher.all('update_state').length
    mover.emit('make_move', { row, col, player: n % 2 === 0 ? 'X' : 'O', room })
    await until(() => watcher.all('update_state').length > seen)
    await until(() => mover.all('update_state').length === watcher.all('update_state').length)
  }
}

const messages = (ear: Ear, event: string) => ear.all(event).map(({ message }: Loose) => message)

test('who sits at a table is shown by the whole address of a picture, as in an answer to a call', async () => {
  await using server = await testServer(databases[0]!)
  const alice = await person(server, 'alice')
  const profile_picture = `data:image/png;base64,${noise(2).toString('base64')}`
  expect((await alice.put('/user/update', { profile_picture })).status).toBe(200)
  const ear = await byAuth(server, alice)
  ear.emit('create_room', { room: 'une' })
  await ear.hears('room_created')
  ear.emit('join_room', { room: 'une' })
  const { avatarUrl } = (await ear.hears('room_joined')).player
  expect(avatarUrl).toStartWith(`${server.url}/`)
  expect(avatarUrl).toBe((await alice.get('/user/info')).json.profile_picture)
  ear.close()
})

for (const database of databases) {
  test(`${database.name}: a whole game of tic-tac-toe over the events, and another one that does not mix with it`, async () => {
    await using server = await testServer(database)
    const people = [
      await person(server, 'alice'),
      await person(server, 'bob'),
      await person(server, 'cleo'),
      await person(server, 'dora'),
    ] as const
    const [alice, bob, cleo] = people
    const [a, b, c, d] = (await Promise.all(people.map((one) => byAuth(server, one)))) as [Ear, Ear, Ear, Ear]

    a.emit('create_room', { room: 'une', user_id: bob.id })
    expect(await a.hears('room_created')).toMatchObject({
      room: 'une',
      creator_id: alice.id,
      game_type: 'morpion',
    })
    const [shown] = await b.hears('update_rooms')
    expect(shown).toMatchObject({ room_name: 'une', game_type: 'morpion', players: [alice.id] })
    a.emit('join_room', { room: 'une' })
    expect(await a.hears('room_joined')).toMatchObject({ room: 'une', playerCount: 1, symbol: 'X' })
    a.emit('send_message', { room: 'une', message: 'Qui joue ?', username: 'bob' })
    expect(await a.hears('new_message')).toBe('Qui joue ?')
    a.emit('send_message', { room: 'une', message: ' ' })
    expect((await a.hears('error')).code).toBe('invalid')
    b.emit('join_room', { room: 'une' })
    expect(await b.hears('room_joined')).toMatchObject({ room: 'une', playerCount: 2, symbol: 'O' })
    expect(await b.hears('chat_history')).toEqual(['Qui joue ?'])
    expect(await a.hears('update_player_count')).toMatchObject({ room: 'une', playerCount: 2 })
    expect(await b.hears('game_started')).toMatchObject({ message: 'A new game has started.' })
    const empty = ['', '', '']
    expect(await a.hears('update_state')).toMatchObject({
      board: [empty, empty, empty],
      ...{ current_player: 'X', winner: null, is_full: false },
    })

    // The other pair plays at the same time.
    c.emit('create_room', { room: 'deux' })
    await c.hears('room_created')
    d.emit('join_room', { room: 'deux' })
    await c.hears('update_state')
    await d.hears('update_state')

    b.emit('make_move', { row: 0, col: 0, player: 'X', room: 'une' })
    expect((await b.hears('error')).message).toBe("It's not your turn!")
    await marks([a, b], 'une', [[0, 0]])
    b.emit('make_move', { row: 0, col: 0, room: 'une' })
    expect((await b.hears('error', 2)).message).toBe('Invalid move!')
    b.emit('make_move', { row: 9, col: 'x', room: 'une' })
    await b.hears('error', 3)
    // Neither who is not in the room, nor who says that he is somebody else, moves for another.
    c.emit('make_move', { row: 1, col: 0, player: 'O', room: 'une' })
    await c.hears('error')
    c.emit('join_room', { room: 'une' })
    expect((await c.hears('error', 2)).message).toContain('taken')
    c.emit('send_message', { room: 'une', message: 'Je passe' })
    await c.hears('error', 3)

    await marks([c, d], 'deux', [[2, 2]])
    expect(c.all('update_state').at(-1).board).toEqual([empty, empty, ['', '', 'X']])
    expect(a.all('update_state').at(-1).board).toEqual([['X', '', ''], empty, empty])

    await marks([b, a], 'une', [
      [1, 0],
      [0, 1],
      [1, 1],
      [0, 2],
    ])
    for (const ear of [a, b]) {
      expect(ear.all('update_state')).toHaveLength(6)
      expect(ear.all('update_state').at(-1)).toMatchObject({
        board: [['X', 'X', 'X'], ['O', 'O', ''], empty],
        ...{ winner: 'X', is_full: false },
      })
      expect(await ear.hears('game_over')).toMatchObject({ message: 'X wins!' })
      expect(await ear.hears('update_scores')).toEqual({ X: 1, O: 0 })
    }
    expect([messages(c, 'game_over'), messages(d, 'new_message')]).toEqual([[], []])
    expect(c.all('update_state')).toHaveLength(2)

    const win = { game_type: 'morpion', wins: 1, draws: 0, losses: 0, score: 100 }
    expect((await cleo.get('/scores/game/morpion')).json).toEqual([
      { user_id: alice.id, username: 'alice', ...win },
      { user_id: bob.id, username: 'bob', ...win, wins: 0, losses: 1, score: 0 },
    ])
    expect((await cleo.get(`/scores/user/${alice.id}`)).json).toEqual([{ user_id: alice.id, ...win }])

    // Both want another one; whoever was second begins. It ends in a draw.
    for (const ear of [a, b]) ear.emit('start_game', { room: 'une' })
    expect(await b.hears('room_joined', 2)).toMatchObject({ symbol: 'X' })
    await b.hears('game_started', 2)
    await a.hears('game_started', 2)
    await until(() => a.all('update_state').length === b.all('update_state').length)
    await marks(
      [b, a],
      'une',
      [0, 1, 2, 4, 3, 5, 7, 6, 8].map((field) => [Math.floor(field / 3), field % 3]),
    )
    expect(a.all('update_state').at(-1)).toMatchObject({ winner: null, is_full: true })
    expect(messages(a, 'game_over')).toEqual(['X wins!', 'Draw!'])
    const draws = (await cleo.get('/scores/game/tic-tac-toe')).json.map((one: Loose) => [
      one.username,
      one.score,
    ])
    expect(draws).toEqual([
      ['alice', 150],
      ['bob', 50],
    ])
    for (const ear of [a, b, c, d]) ear.close()
  })

  test(`${database.name}: a whole game of connect four by the events that end in its name, and the calls for rooms`, async () => {
    await using server = await testServer(database)
    const [alice, bob, cleo] = [
      await person(server, 'alice'),
      await person(server, 'bob'),
      await person(server, 'cleo'),
    ]
    let [a, b] = [await byQuery(server, alice), await byQuery(server, bob)]
    const made = await alice.post('/create_room', {
      ...{ room_name: 'Quatre', game_type: 'connect4', creator_id: cleo.id },
    })
    expect([made.status, made.headers.get('location')]).toEqual([302, '/rooms?game_type=connect4'])
    expect(await a.hears('room_created')).toMatchObject({ room: 'Quatre', creator_id: alice.id })
    const { json: list } = await bob.get('/rooms?game_type=connect4')
    const [{ _id: room_id }] = list.rooms
    expect(list).toEqual({
      rooms: [
        {
          ...{ _id: room_id, room_name: 'Quatre', game_type: 'connect4', players: [alice.id] },
          ...{ creator_id: alice.id, state: 'waiting' },
        },
      ],
      game_type: 'connect4',
    })
    expect((await bob.get('/rooms?game_type=morpion')).json.rooms).toEqual([])

    for (const [ear, { id }] of [
      [a, alice],
      [b, bob],
    ] as const) {
      ear.emit('connect_connect4')
      await ear.hears('connected_connect4')
      ear.emit('join_room_connect4', { room: 'Quatre', room_id, user_id: id })
      const joined = await ear.hears('room_joined_connect4')
      expect([joined.symbol, joined.player.username]).toEqual(ear === a ? ['X', 'alice'] : ['O', 'bob'])
    }
    await a.hears('game_started_connect4')
    const columns = [0, 1, 0, 1, 0, 1]
    for (const [n, column] of columns.entries()) {
      await until(() => [a, b].every((ear) => ear.all('update_state_connect4').length > n))
      const mover = n % 2 === 0 ? a : b
      mover.emit('make_move_connect4', { column, room: room_id })
    }
    const { board } = await a.hears('update_state_connect4', columns.length + 1)
    // The server goes and comes back in the middle of the game; so do the two.
    await server.restart()
    ;[a, b] = [await byQuery(server, alice), await byQuery(server, bob)]
    for (const ear of [a, b]) {
      ear.emit('join_room_connect4', { room: 'Quatre', room_id })
      expect(await ear.hears('update_state_connect4')).toMatchObject({ board, current_player: 'X' })
    }
    a.emit('make_move_connect4', { column: 0, room: room_id })
    const over = await b.hears('game_over_connect4')
    expect(over).toMatchObject({ message: 'X wins!', room_id })
    const last = b.all('update_state_connect4').at(-1)
    expect([last.board.length, last.board[5], last.board[2][0], last.winner]).toEqual([
      6,
      ['X', 'O', ' ', ' ', ' ', ' ', ' '],
      'X',
      'X',
    ])
    b.emit('make_move_connect4', { column: 3, room: room_id })
    expect((await b.hears('error_connect4')).message).toContain('over')
    b.emit('send_message_connect4', { room: room_id, message: 'Bien joué', user: 'alice' })
    expect(await a.hears('new_message_connect4')).toEqual({ user: 'bob', message: 'Bien joué' })

    const back = await byQuery(server, alice)
    back.emit('join_room_connect4', { room: 'Quatre', room_id })
    expect(await back.hears('chat_history_connect4')).toEqual([{ user: 'bob', message: 'Bien joué' }])
    expect((await cleo.get('/scores/game/connect4')).json[0]).toMatchObject({ username: 'alice', score: 100 })

    expect((await bob.post('/delete_room', { room_name: 'Quatre', creator_id: alice.id })).status).toBe(403)
    await bob.post('/create_room', { room_name: 'Ouverte', game_type: 'morpion' })
    expect((await cleo.get('/join_room/Ouverte')).status).toBe(302)
    expect((await alice.get('/join_room/Ouverte')).status).toBe(400)
    expect((await bob.post('/delete_room', { room_name: 'Ouverte' })).status).toBe(400)
    expect((await alice.post('/delete_room', { room_name: 'Quatre' })).status).toBe(200)
    expect((await bob.get('/rooms')).json.rooms.map((one: Loose) => one.room_name)).toEqual(['Ouverte'])

    // Whoever bob blocks sees no room of his, nor comes into it.
    const dora = await person(server, 'dora')
    await bob.put(`/api/v1/users/me/blocks/${dora.id}`, {})
    const watcher = await connected(server, { auth: { token: dora.token } })
    watcher.emit('get_rooms')
    expect(await watcher.hears('update_rooms')).toEqual([])
    watcher.emit('join_room_morpion', { room: 'Ouverte' })
    expect(await watcher.hears('error_morpion')).toMatchObject({ code: 'not_found' })
    for (const ear of [a, b, back, watcher]) ear.close()
  })

  test(`${database.name}: odd things said to any event are refused, and break nothing`, async () => {
    await using server = await testServer(database)
    const ear = await byAuth(server, await person(server, 'alice'))
    const plain = 'message join leave create_room join_room start_game make_move send_message leave_room'
    const events = plain.split(' ').flatMap((event) => [event, `${event}_morpion`, `${event}_connect4`])
    const known = events.filter((event) => !/^(message|join|leave)_(morpion|connect4)$/.test(event))
    const room = { room: 'x'.repeat(101) }
    const odd: unknown[] = [
      undefined,
      null,
      7,
      'x',
      [],
      {},
      { room: {} },
      room,
      { room_id: 'x' },
      { room: '\0' },
    ]
    for (const event of known) for (const said of odd) ear.emit(event, said as object)
    const refused = () => ear.heard.filter(([event]) => event.startsWith('error'))
    await until(() => refused().length === known.length * odd.length)
    const codes = new Set(refused().map(([, { code }]) => code))
    expect([...codes]).toEqual(['invalid'])
    // Names of events that mean something else to the socket, or to JavaScript, are nobody's.
    for (const event of ['connected', 'toString', '__proto__', 'constructor']) ear.emit(event, {})
    ear.emit('create_room_connect4', { room: 'Encore là' })
    expect((await ear.hears('room_created_connect4')).room).toBe('Encore là')
    ear.close()
  })
}
