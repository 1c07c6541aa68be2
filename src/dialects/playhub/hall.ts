import { listRooms } from '../../games/list-rooms.ts'
import type { RoomView } from '../../games/view-room.ts'
import type { House } from '../../http/house.ts'
import { blockedAmong } from '../../users/block.ts'
import type { Ear } from './ear.ts'
import { toOldRoom } from './old-room.ts'

const WAIT_MS = 100
const MOST_ROOMS = 200
const changing = new Set(['game.created', 'game.joined', 'game.left', 'game.started', 'game.closed'])

export interface Hall {
  enter(ear: Ear): void
  leave(ear: Ear): void
  /** Tells one which rooms there are. */
  show(ear: Ear): Promise<void>
}

/**
 * Where one sees which rooms are open: whenever the log says that it is otherwise, the list is read once and told to all
 * who are here, to each without the rooms of people who block him, or whom he blocks.
 */
export function openHall({ db, tail, logger }: House): Hall {
  const ears = new Set<Ear>()
  let waiting: Timer | undefined

  tail.listen({
    entry({ kind }) {
      if (ears.size === 0 || waiting || !changing.has(kind)) return
      waiting = setTimeout(tell, WAIT_MS)
      waiting.unref()
    },
  })

  const open = async () => (await listRooms(db.reader, '', { mine: false }, undefined, MOST_ROOMS)).items

  async function tell() {
    waiting = undefined
    if (ears.size === 0) return
    try {
      const rooms = await open()
      for (const ear of ears) await sayRooms(ear, rooms)
    } catch (err) {
      logger.error({ err }, 'rooms could not be told')
    }
  }

  async function sayRooms(ear: Ear, rooms: RoomView[]) {
    const people = [...new Set(rooms.flatMap(peopleIn))]
    const blocked = people.length === 0 ? new Set() : await blockedAmong(db.reader, ear.talk.who.id, people)
    const seen = rooms.filter((room) => !peopleIn(room).some((id) => blocked.has(id)))
    ear.say('update_rooms', seen.map(toOldRoom))
  }

  return {
    enter: (ear) => void ears.add(ear),
    leave: (ear) => void ears.delete(ear),
    show: async (ear) => sayRooms(ear, await open()),
  }
}

const peopleIn = ({ creator_id, players }: RoomView) => [creator_id, ...players.map(({ user_id }) => user_id)]
