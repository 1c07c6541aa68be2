import { effect, signal } from '@preact/signals'
import { parley, signedIn } from '../line/line.ts'
import { untilAnswered } from '../line/until-answered.ts'
import { happen, shown } from '../store/store.ts'
import type { Page } from '../store/things.ts'
import { ROOMS } from './deeds.ts'
import { learnt } from './entries.ts'
import type { Friend, Game, MoveMade, Room, RoomView } from './things.ts'

const MOST = 200
const MOST_OPEN = 50
const MOST_FRIENDS = 5000

/** Everything that is played, here and elsewhere; null until it was read. */
export const catalogue = signal<Game[] | null>(null)
/** The public rooms as they were when they were last asked for: only who is in one hears of it. */
export const open = signal<{ waiting: string[]; playing: string[] } | null>(null)

effect(() => {
  if (signedIn.value === 'yes') return
  catalogue.value = null
  open.value = null
})

/** Reads a list to its end, or until it is enough. */
async function all<T>(path: string, most: number, only: object = {}): Promise<T[]> {
  const items: T[] = []
  for (let after: string | undefined; ; ) {
    const query = { limit: MOST, ...only, ...(after && { after }) }
    const page = await untilAnswered((from) => from.request<Page<T>>('GET', path, { query }))
    items.push(...page.items)
    if (!page.next || items.length >= most) return items
    after = page.next
  }
}

const inRoom = ({ role }: Room) => role !== null

/** Reads the rooms that I am in or invited to. Those that were mine, and are not among them, are gone. */
export async function readMyRooms(): Promise<void> {
  const before = Object.values(shown.peek().games?.rooms ?? {}).filter(inRoom)
  const rooms = await all<RoomView>(ROOMS, MOST, { mine: true })
  const now = new Set(rooms.map(({ id }) => id))
  happen(learnt({ rooms, whole: true, without: before.map(({ id }) => id).filter((id) => !now.has(id)) }))
}

/** Reads one room and its last move. @throws ParleyProblem when it is not there, or not for me */
export async function readRoom(id: string): Promise<void> {
  const room = await untilAnswered((from) => from.request<RoomView>('GET', `${ROOMS}/${id}`)).catch(
    (problem) => {
      happen(learnt({ without: [id] }))
      throw problem
    },
  )
  happen(learnt({ rooms: [room] }))
  if (room.move_number === 0) return
  const query = { after: room.move_number - 1, limit: 1 }
  const { items } = await untilAnswered((from) =>
    from.request<Page<MoveMade>>('GET', `${ROOMS}/${id}/moves`, { query }),
  )
  if (items[0]) happen(learnt({ last: { roomId: id, move: items[0] } }))
}

export async function readOpen(): Promise<void> {
  const ask = (state: string) =>
    parley().request<Page<RoomView>>('GET', ROOMS, { query: { state, limit: MOST_OPEN } })
  const [waiting, playing] = await Promise.all([ask('waiting'), ask('playing')])
  happen(learnt({ rooms: [...waiting.items, ...playing.items] }))
  const ids = ({ items }: Page<RoomView>) => items.map(({ id }) => id)
  open.value = { waiting: ids(waiting), playing: ids(playing) }
}

export async function readCatalogue(): Promise<void> {
  if (!catalogue.peek()) catalogue.value = await all<Game>('/api/v1/games', 1000)
}

export async function readFriends(): Promise<void> {
  happen(learnt({ friends: await all<Friend>('/api/v1/friends', MOST_FRIENDS) }))
}
