import { type Apply, kinds } from '../store/reduce.ts'
import { type State, without, withPeople } from '../store/state.ts'
import type { User } from '../store/things.ts'
import type { Friend, Games, MoveMade, Room, RoomInfo, RoomRole, RoomView } from './things.ts'

interface Told {
  room: RoomInfo
}

const nothing: Games = { read: false, rooms: {}, friends: null, results: 0 }

/** What becomes of rooms and friends, once they were read; to an invitation one listens always. */
export const gameKinds: Record<string, Apply> = {
  'game.created': (state, { room }: Told) => withRoom(state, room),
  'game.started': (state, { room }: Told) => withRoom(state, room),
  'game.ended': (state, { room }: Told) => withRoom(state, room),
  'game.rematch_offered': (state, { room }: Told) => withRoom(state, room),
  'game.moved': (state, { room, move }: Told & { move: MoveMade }) => withRoom(state, room, { last: move }),
  'game.joined': (state, { room, user, role }: Told & { user: User; role: RoomRole }) =>
    withRoom(withPeople(state, [user]), room, user.id === state.me?.id ? { role } : {}),
  'game.left': (state, { room, user_id }: Told & { user_id: string }) =>
    withRoom(state, room, user_id === state.me?.id ? { role: null, code: null } : {}),
  'game.invited': (state, { room, user }: Told & { user: User }) => {
    const known = { ...withPeople(state, [user]), games: state.games ?? nothing }
    return withRoom(known, room, { role: known.games.rooms[room.id]?.role ?? 'invited' })
  },
  'game.closed': (state, { room_id }: { room_id: string }) =>
    withGames(state, (games) => ({ ...games, rooms: without(games.rooms, room_id) })),
  'score.recorded': (state) => withGames(state, (games) => ({ ...games, results: games.results + 1 })),
  'friend.added': (state, friend: Friend) =>
    withFriends(withPeople(state, [friend.user]), (all) => ({ ...all, [friend.user.id]: friend })),
  'friend.removed': (state, { user_id }: { user_id: string }) =>
    withFriends(state, (all) => without(all, user_id)),
}

/** What was read of games; `without` are rooms that are not mine any more. */
export interface GamesRead {
  rooms?: RoomView[]
  /** Those are all that are mine. */
  whole?: boolean
  without?: string[]
  last?: { roomId: string; move: MoveMade }
  friends?: Friend[]
}

const readKind = 'games read'

/** The reducer knows of games as soon as somebody wants to see them; before, nothing of them is kept. */
Object.assign(kinds, gameKinds)
Object.defineProperty(kinds, readKind, { value: withRead })

/** The happening by which the store takes in what was read. */
export const learnt = (body: GamesRead) => ({ what: 'learnt', kind: readKind, body }) as const

function withRead(before: State, { rooms = [], whole, without: gone = [], last, friends }: GamesRead): State {
  const users = [...rooms.flatMap((room) => room.users), ...(friends ?? []).map(({ user }) => user)]
  let state = withPeople({ ...before, games: before.games ?? nothing }, users)
  state = withGames(state, (games) => ({
    ...games,
    read: games.read || whole === true,
    rooms: gone.reduce(without<Room>, games.rooms),
  }))
  for (const { users: _, role, code, ...room } of rooms) state = withRoom(state, room, { role, code })
  const known = last && state.games?.rooms[last.roomId]
  if (known && last.move.number >= (known.last?.number ?? 0))
    state = withRoom(state, known, { last: last.move })
  const byId = friends && Object.fromEntries(friends.map((one) => [one.user.id, one]))
  return byId ? withGames(state, (games) => ({ ...games, friends: byId })) : state
}

const withGames = (state: State, change: (games: Games) => Games): State =>
  state.games ? { ...state, games: change(state.games) } : state

const withFriends = (state: State, change: (all: Record<string, Friend>) => Record<string, Friend>) =>
  withGames(state, (games) => (games.friends ? { ...games, friends: change(games.friends) } : games))

/** The room as it is now, unless a later version is known; of whose stream I hear, I am in. */
function withRoom(state: State, room: RoomInfo, more: Partial<Room> = {}): State {
  return withGames(state, (games) => {
    const known = games.rooms[room.id]
    if (known && known.version > room.version) return games
    const plays = room.players.some(({ user_id }) => user_id === state.me?.id)
    const unknown = { role: plays ? 'player' : 'spectator', code: null, last: null } as const
    const now: Room = { ...unknown, ...known, ...room, ...more }
    return { ...games, rooms: { ...games.rooms, [room.id]: now } }
  })
}
