import { effect } from '@preact/signals'
import { myId, parley, signedIn } from '../line/line.ts'
import { write } from '../store/act.ts'
import { happen, shown } from '../store/store.ts'
import { learnt } from './entries.ts'
import type { Pending } from './rules.ts'
import type { Friend, Move, Player, Room, RoomInfo, RoomView } from './things.ts'

export const ROOMS = '/api/v1/rooms'
const movesOf = (roomId: string) => `${ROOMS}/${roomId}/moves`

/** What one deed was asked under: the same once more has the same key, and is done once. */
const keys = new Map<string, string>()

export const roomPath = (id: string) => `/app/games/room/${id}`

export const mySeat = (room: RoomInfo): Player | undefined =>
  room.players.find(({ user_id }) => user_id === myId())

async function enter(path: string, body: object): Promise<RoomView> {
  const room = await parley().request<RoomView>('POST', path, { body })
  happen(learnt({ rooms: [room] }))
  return room
}

export interface NewRoom {
  game: string
  name: string
  public: boolean
  clock_seconds: number | null
  invited_ids: string[]
}

/** @throws ParleyProblem */
export async function openRoom(wish: NewRoom): Promise<RoomView> {
  const deed = JSON.stringify(wish)
  const client_id = keys.get(deed) ?? crypto.randomUUID()
  keys.set(deed, client_id)
  const room = await enter(ROOMS, { ...wish, client_id })
  keys.delete(deed)
  return room
}

export type ComesAs = 'player' | 'spectator'

/** @throws ParleyProblem */
export const join = (roomId: string, as: ComesAs) => enter(`${ROOMS}/${roomId}/join`, { as })

/** @throws ParleyProblem */
export const joinByCode = (code: string, as: ComesAs) => enter(`${ROOMS}/join`, { code, as })

/** @throws ParleyProblem */
export const resign = ({ id }: Room) => enter(`${ROOMS}/${id}/resign`, {})

/** @throws ParleyProblem */
export const rematch = ({ id }: Room) => enter(`${ROOMS}/${id}/rematch`, {})

/** @throws ParleyProblem */
export const invite = ({ id }: Room, userId: string) =>
  parley().request('POST', `${ROOMS}/${id}/invitations`, { body: { user_ids: [userId] } })

/** Also declines an invitation. @throws ParleyProblem */
export async function leave({ id }: Room): Promise<void> {
  await parley().request('DELETE', `${ROOMS}/${id}/me`)
  happen(learnt({ without: [id] }))
}

/** @throws ParleyProblem */
export async function close({ id }: Room): Promise<void> {
  await parley().request('DELETE', `${ROOMS}/${id}`)
  happen({ what: 'learnt', kind: 'game.closed', body: { room_id: id } })
}

/** Queues a move: it is shown at once, outlives a cut line or a reload, and is made once. */
export function play({ id, move_number }: Room, move: Move): void {
  write('POST', movesOf(id), { number: move_number + 1, move })
}

/** My move that the server has not answered yet. */
export function pendingIn({ id }: Room): Pending | undefined {
  const waits = shown.value.waiting.find(({ write, refused }) => !refused && write.path === movesOf(id))
  return waits?.write.body as Pending | undefined
}

/** What a move is answered with is shown before its entry comes, or the piece would vanish for a moment. */
effect(() => {
  if (signedIn.value !== 'yes') return undefined
  return parley().on('outbox', ({ write, outcome, answer }) => {
    if (outcome !== 'done' || !write.path.startsWith(ROOMS) || !write.path.endsWith('/moves')) return
    happen({ what: 'learnt', kind: 'game.moved', body: answer })
  })
})

/** @throws ParleyProblem */
export async function befriend(userId: string): Promise<void> {
  const friend = await parley().request<Friend>('PUT', `/api/v1/friends/${userId}`)
  happen({ what: 'learnt', kind: 'friend.added', body: friend })
}

/** @throws ParleyProblem */
export async function unfriend(userId: string): Promise<void> {
  await parley().request('DELETE', `/api/v1/friends/${userId}`)
  happen({ what: 'learnt', kind: 'friend.removed', body: { user_id: userId } })
}
