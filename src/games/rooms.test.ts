import { expect, test } from 'bun:test'
import { databases } from '../../test/databases.ts'
import { at, DRAWN, gaming, refusal, WON } from '../../test/games.ts'
import { testHouse } from '../../test/house.ts'
import { viewChat } from '../chats/view.ts'
import { day, second } from '../clock.ts'
import { block, unblock } from '../users/block.ts'
import { removeUser } from '../users/remove.ts'
import { closeForgotten, closeMyRoom } from './close-room.ts'
import { forgetGames } from './farewell.ts'
import { inviteToRoom } from './invite-to-room.ts'
import { joinByCode } from './join-room.ts'
import { listMoves } from './list-moves.ts'
import { listRooms } from './list-rooms.ts'
import { endLate } from './time-out.ts'
import { scoresOf } from './user-scores.ts'

for (const database of databases) {
  test(`${database.name}: every move that is not legal is refused with its reason, and changes nothing`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, cleo } = its
    const { open, join, move, see, resign, rematch, marks, begun } = gaming(house)
    const room = await open(alice)
    const refused = (who: typeof alice, number: number, what: object, where: { id: string } = room) =>
      refusal(move(who, where, number, what))
    expect(await refused(alice, 1, at(0))).toBe('conflict: The game has not begun')
    expect(await refusal(resign(alice, room))).toBe('conflict: The game has not begun')
    expect(await refused(bob, 1, at(0))).toBe('forbidden: Only who plays here may do this')
    await join(bob, room)
    expect(await refusal(join(cleo, room))).toBe('conflict: All places are taken')
    await join(cleo, room, 'spectator')
    const head = await its.head()
    const out = 'invalid: This is out of the board: rows and columns are 0 to 2'
    expect(await refused(cleo, 1, at(0))).toBe('forbidden: Only who plays here may do this')
    expect(await refused(bob, 1, at(0))).toBe('conflict: It is not your turn')
    expect(await refused(alice, 2, at(0))).toBe('conflict: The next move is number 1')
    expect(await refused(alice, 1, { row: 3, column: 0 })).toBe(out)
    expect(await refused(alice, 1, { row: 0, column: -1 })).toBe(out)
    expect(await refused(alice, 1, { column: 3 })).toStartWith('invalid: move.row')
    expect(await refusal(rematch(alice, room))).toBe('conflict: The game is not over')
    expect([await its.head(), (await see(alice, room)).move_number]).toEqual([head, 0])

    const first = await move(alice, room, 1, at(4))
    expect(await refused(bob, 2, at(4))).toBe('conflict: This field is taken')
    expect(await refused(alice, 2, at(0))).toBe('conflict: It is not your turn')
    await move(bob, room, 2, at(0))
    const after = await its.head()
    expect(await move(alice, room, 1, at(4))).toEqual(first)
    const other = 'conflict: Move 1 was another one; the next is number 3'
    expect(await refused(alice, 1, at(5))).toBe(other)
    expect(await refused(bob, 1, at(4))).toBe(other)
    expect(await its.head()).toBe(after)

    await marks(room, [alice, bob], [1, 3, 7], 2)
    const ended = await see(cleo, room)
    const line = [
      [0, 1],
      [1, 1],
      [2, 1],
    ]
    expect(ended).toMatchObject({
      state: 'ended',
      turn_user_id: null,
      result: { winner_id: alice.id, reason: 'board', line },
    })
    expect(await refused(bob, 6, at(8))).toBe('conflict: The game is over')
    expect(await refusal(resign(bob, room))).toBe('conflict: The game is over')
    expect(await move(alice, room, 1, at(4))).toEqual(first)
    const { items } = await listMoves(house.db.reader, cleo.id, room.id, undefined, 9)
    expect(items.map(({ number, user_id }) => [number, user_id === alice.id])).toEqual([
      ...[1, 2, 3, 4, 5].map((n) => [n, n % 2 === 1]),
    ])

    const four = await begun(alice, bob, { game: 'connect-four' })
    for (let n = 1; n <= 6; n++) await move(n % 2 === 1 ? alice : bob, four, n, { column: 2 })
    expect(await refused(alice, 7, { column: 2 }, four)).toBe('conflict: This column is full')
    expect(await refused(alice, 7, { column: 7 }, four)).toBe(
      'invalid: This is out of the board: columns are 0 to 6',
    )
    expect(await refused(alice, 7, at(0), four)).toStartWith('invalid: move')
  })

  test(`${database.name}: they play again with sides swapped, resign, and what it was worth is written down`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, cleo, dora } = its
    const { begun, marks, rematch, resign, leave, join, see } = gaming(house)
    const room = await begun(alice, bob)
    await join(cleo, room, 'spectator')
    expect((await viewChat(house.db.reader, cleo.id, room.chat_id)).host).toBe(`game:${room.id}`)
    const start = await its.head()
    await marks(room, [alice, bob], WON)
    await rematch(alice, room)
    expect((await see(bob, room)).players.map((one) => one.wants_rematch)).toEqual([true, false])
    const again = await rematch(bob, room)
    expect(again).toMatchObject({ state: 'playing', round: 2, turn_user_id: bob.id, result: null })
    expect(again.players.map(({ user_id, mark }) => [user_id, mark])).toEqual([
      [bob.id, 'X'],
      [alice.id, 'O'],
    ])
    await marks(room, [bob, alice], DRAWN, 5)
    await rematch(alice, room)
    await rematch(bob, room)
    await resign(bob, room)
    const heard = await its.hears(cleo, start)
    const round = ['game.rematch_offered', 'game.rematch_offered', 'game.started']
    expect(heard.map((entry) => entry.kind)).toEqual([
      ...[...Array(5).fill('game.moved'), 'game.ended', ...round],
      ...[...Array(9).fill('game.moved'), 'game.ended', ...round, 'game.ended'],
    ])
    const versions = heard.map((entry) => entry.body.room.version)
    expect(versions).toEqual(versions.toSorted((a, b) => a - b))
    expect(heard.at(-1)!.body.room).toEqual(
      (({ role: _, code: __, users: ___, ...info }) => info)(await see(cleo, room)),
    )
    expect(await its.hears(dora, start)).toEqual([])
    const scores = async (who: typeof alice) =>
      (await scoresOf(house.db.reader, dora.id, who.id)).map(({ points, wins, draws, losses, best }) => [
        ...[points, wins, draws, losses, best],
      ])
    expect([await scores(alice), await scores(bob)]).toEqual([[[250, 2, 1, 0, 100]], [[50, 0, 1, 2, 50]]])
    const told = (await its.hears(bob, start)).filter((entry) => entry.kind === 'score.recorded')
    expect(told.map((entry) => entry.body.score.points)).toEqual([0, 50, 50])

    // Who leaves in the middle of a game has lost it; whoever comes instead plays on with who is left.
    await rematch(alice, room)
    await rematch(bob, room)
    await leave(bob, room)
    expect((await see(alice, room)).result).toMatchObject({ winner_id: alice.id, reason: 'resigned' })
    expect(await refusal(rematch(alice, room))).toBe('conflict: Nobody is here to play with')
    expect(await join(cleo, room)).toMatchObject({ state: 'playing', round: 5, spectator_count: 0 })
    expect(await refusal(house.commit((tx) => closeMyRoom(tx, alice, room.id)))).toStartWith('conflict')
    await house.commit((tx) => removeUser(tx, cleo.id, [forgetGames]))
    expect((await see(alice, room)).result).toMatchObject({ winner_id: alice.id, reason: 'resigned' })
    const left = await house.db.reader
      .selectFrom('scores')
      .selectAll()
      .where('user_id', '=', cleo.id)
      .execute()
    expect(left).toEqual([])
    await leave(alice, room)
    expect(await refusal(see(alice, room))).toBe('not_found: No such room')
    expect(await refusal(viewChat(house.db.reader, alice.id, room.chat_id))).toStartWith('not_found')
    expect((await its.hears(alice)).at(-1)).toMatchObject({ kind: 'game.closed', body: { room_id: room.id } })
    expect(await scores(alice)).toEqual([[450, 4, 1, 0, 100]])
  })

  test(`${database.name}: a private room is for who is invited or has its code; blocks keep people apart`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, cleo, dora } = its
    const { open, join, see, leave, move, begun, resign, rematch } = gaming(house)
    const lists = async (who: typeof alice, mine = false) =>
      (await listRooms(house.db.reader, who.id, { mine }, undefined, 9)).items.map((room) => room.id)
    const closed = await open(alice, { isPublic: false, invitedIds: [bob.id], name: 'Ours' })
    const public_ = await open(alice)
    const start = await its.head()
    expect([await lists(dora), await lists(bob, true), await lists(dora, true)]).toEqual([
      ...[[public_.id], [closed.id], []],
    ])
    expect((await its.hears(bob)).at(-1)).toMatchObject({
      kind: 'game.invited',
      body: { room: { id: closed.id, name: 'Ours' }, user: { id: alice.id } },
    })
    expect((await see(bob, closed)).code).toBeNull()
    for (const attempt of [see(dora, closed), join(dora, closed), leave(dora, closed)])
      expect(await refusal(attempt)).toBe('not_found: No such room')
    const enter = (who: typeof alice, code: string) =>
      refusal(house.commit((tx) => joinByCode(tx, who, code, 'spectator', 3)))
    expect(await enter(dora, 'x')).toBe('not_found: No such room')
    expect(await enter(dora, closed.code!)).toBe('done')
    expect((await see(dora, closed)).role).toBe('spectator')
    const invite = (who: typeof alice, ids: string[]) =>
      refusal(house.commit((tx) => inviteToRoom(tx, who, closed.id, ids)))
    expect(await invite(dora, [cleo.id])).toBe('forbidden: Only who plays here may invite others')
    expect(await invite(alice, [bob.id, cleo.id])).toBe('done')
    const invited = async (who: typeof alice) =>
      (await its.hears(who)).filter((entry) => entry.kind === 'game.invited').length
    expect([await invited(bob), await invited(cleo)]).toEqual([1, 1])
    expect((await join(bob, closed)).state).toBe('playing')
    expect(await enter(cleo, closed.code!)).toBe('conflict: A room has space for 3 people')
    await leave(dora, closed)
    await move(alice, closed, 1, at(0))
    expect(await refusal(see(dora, closed))).toBe('not_found: No such room')
    expect((await its.hears(dora, start)).map((entry) => entry.kind)).toEqual([
      ...['chat.member_added', 'game.joined', 'chat.member_added', 'game.joined', 'game.started'],
      ...['chat.member_removed', 'game.left'],
    ])

    // Who wanted to play again with somebody has not said so of who comes in his place.
    const others = await begun(alice, bob, { isPublic: false, invitedIds: [bob.id, cleo.id] })
    await resign(bob, others)
    await rematch(alice, others)
    await leave(bob, others)
    for (const { players } of [await join(cleo, others, 'player', 2), await see(alice, others)])
      expect(players.map((player) => player.wants_rematch)).toEqual([false, false])

    await house.commit((tx) => block(tx, cleo, alice.id))
    expect(await lists(cleo)).toEqual([])
    for (const attempt of [see(cleo, public_), join(cleo, public_)])
      expect(await refusal(attempt)).toBe('not_found: No such room')
    expect(await invite(alice, [cleo.id])).toBe('forbidden: You cannot add this person')
    await house.commit((tx) => unblock(tx, cleo, alice.id))
    expect(await lists(cleo)).toEqual([public_.id])
    const theirs = await begun(dora, cleo)
    await resign(dora, theirs)
    await house.commit((tx) => block(tx, cleo, dora.id))
    for (const who of [cleo, dora])
      expect(await refusal(rematch(who, theirs))).toBe('forbidden: You cannot reach this person')
  })

  test(`${database.name}: who takes too long has lost, whoever looks; forgotten rooms are closed`, async () => {
    await using its = await testHouse(database)
    const { house, clock, alice, bob } = its
    const { begun, move, see, open } = gaming(house)
    const room = await begun(alice, bob, { clockSeconds: 30 })
    const slow = await begun(alice, bob)
    expect(room.due_at).toBe(clock.now() + 30 * second)
    clock.move(29 * second)
    await move(alice, room, 1, at(0))
    expect(await house.commit(endLate)).toBe(0)
    clock.move(29 * second)
    expect(await house.commit(endLate)).toBe(0)
    clock.move(second)
    expect(await refusal(move(bob, room, 2, at(1)))).toBe('conflict: Your time is over')
    expect(await house.commit(endLate)).toBe(1)
    expect(await house.commit(endLate)).toBe(0)
    const { state, due_at, result } = await see(bob, room)
    expect([state, due_at, result]).toEqual([
      'ended',
      null,
      { winner_id: alice.id, reason: 'time', line: [] },
    ])
    expect((await see(bob, slow)).state).toBe('playing')
    const turns = async () => (await its.hears(bob)).filter((entry) => entry.kind === 'game.turn')
    expect(await turns()).toEqual([])
    await move(alice, slow, 1, at(0))
    expect(await turns()).toMatchObject([{ body: { room_id: slow.id, move_number: 1 } }])

    const waiting = await open(alice)
    const there = async () => (await house.db.reader.selectFrom('rooms').select('id').execute()).length
    const closing: [number, number][] = [
      [day, 3],
      [1, 2],
      [6 * day, 1],
      [23 * day, 0],
    ]
    for (const [ms, left] of closing) {
      clock.move(ms)
      await house.commit(closeForgotten)
      expect([ms, await there()]).toEqual([ms, left])
    }
    expect(await refusal(see(alice, waiting))).toBe('not_found: No such room')
  })
}
