import { expect, test } from 'bun:test'
import type { Entry } from '../../../sdk/src/parley.ts'
import { alice } from '../store/invented.ts'
import { reduce } from '../store/reduce.ts'
import { nothing, type State } from '../store/state.ts'
import { learnt } from './entries.ts'
import type { RoomView } from './things.ts'

const bob = { ...alice, id: 'bob', username: 'bob' }
const began = { ...nothing, me: alice }
const seat = (user_id: string, place: number) => ({ user_id, place, mark: 'X', wants_rematch: false })

const room = (version: number, more: Partial<RoomView> = {}) =>
  ({
    id: 'r',
    version,
    players: [seat(alice.id, 0)],
    role: 'player',
    code: 'c',
    users: [bob],
    ...more,
  }) as RoomView

/** As the log says it: nothing of what only I see. */
function told(version: number, more: Partial<RoomView> = {}) {
  const { role: _, code: __, users: ___, ...info } = room(version, more)
  return info
}

let seq = 0
const hear = (state: State, kind: string, body: object) =>
  reduce(state, { what: 'entry', entry: { seq: ++seq, kind, body, actor: 'bob' } as unknown as Entry })

const opened = (...rooms: RoomView[]) => reduce(began, learnt({ rooms, friends: [] }))
const roomOf = (state: State) => state.games?.rooms.r

test('before anything of games was read, nothing of them is kept but invitations', () => {
  expect(hear(began, 'game.created', { room: told(1) })).toMatchObject({ games: null })
  const invited = hear(began, 'game.invited', { room: told(1, { players: [seat('bob', 0)] }), user: bob })
  expect(roomOf(invited)).toMatchObject({ role: 'invited' })
  expect(invited.games?.read).toBe(false)
  expect(reduce(invited, learnt({ rooms: [], whole: true })).games?.read).toBe(true)
})

test('a later version takes the place of an earlier one, and never the other way', () => {
  const move = { number: 1, round: 1, user_id: 'bob', move: { column: 3 }, at: 0 }
  const moved = hear(opened(room(4)), 'game.moved', { room: told(5, { move_number: 1 }), move })
  expect(roomOf(moved)).toMatchObject({ version: 5, move_number: 1, last: move, role: 'player', code: 'c' })
  const late = hear(moved, 'game.started', { room: told(3, { move_number: 0 }) })
  expect(roomOf(late)).toMatchObject({ version: 5, move_number: 1, last: move })
  const read = reduce(moved, learnt({ rooms: [room(4)] }))
  expect(roomOf(read)).toMatchObject({ version: 5 })
})

test('what I am in a room follows what is said of me, not what is said of others', () => {
  const invited = hear(opened(), 'game.invited', { room: told(1, { players: [seat('bob', 0)] }), user: bob })
  expect(roomOf(invited)).toMatchObject({ role: 'invited' })
  expect(invited.people.bob).toEqual(bob)
  const other = hear(invited, 'game.joined', { room: told(2), user: bob, role: 'spectator' })
  expect(roomOf(other)).toMatchObject({ role: 'invited' })
  const joined = hear(other, 'game.joined', { room: told(3), user: alice, role: 'player' })
  expect(roomOf(joined)).toMatchObject({ role: 'player' })
  const left = hear(joined, 'game.left', { room: told(4), user_id: alice.id })
  expect(roomOf(left)).toMatchObject({ role: null, code: null })
  expect(roomOf(hear(left, 'game.closed', { room_id: 'r' }))).toBeUndefined()
})

test('friends come and go, and every result of mine is counted', () => {
  const added = hear(opened(), 'friend.added', { user: bob, since: 7 })
  expect(added.games?.friends).toEqual({ bob: { user: bob, since: 7 } })
  expect(hear(added, 'friend.removed', { user_id: 'bob' }).games?.friends).toEqual({})
  expect(hear(added, 'score.recorded', {}).games?.results).toBe(1)
})
