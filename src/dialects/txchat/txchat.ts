import { hasBlocked } from '../../users/block.ts'
import type { Dialect, Room } from '../dialect.ts'
import { accountCalls } from './account.ts'
import { adminCalls } from './admin.ts'
import { authCalls } from './auth.ts'
import type { Desk } from './desk.ts'
import { MOST_PACKET_BYTES } from './file.ts'
import { openMessagesNamespace } from './namespace.ts'
import { openProjectsOfChats } from './projects-of-chats.ts'
import { pushed } from './pushed.ts'
import { spokenHere } from './refusal.ts'
import { openRooms } from './rooms.ts'
import { joining } from './shared.ts'
import { streamCalls } from './stream.ts'
import { subscriptionCalls } from './subscription.ts'

/** Project meetings with coaches: notices as server-sent events, and projects at addresses that are also ours. */
export const txchat: Dialect = {
  name: 'txchat',
  /** The calls, the streams and the namespace know the same of who is in which room. */
  endpoints(room: Room) {
    const desk: Desk = {
      house: room.house,
      people: room.people,
      projects: openProjectsOfChats(room.house),
      rooms: openRooms(room.house),
      blocks: (userId, otherId) => hasBlocked(room.house.db.reader, userId, otherId),
    }
    openMessagesNamespace(room, desk)
    room.atEnd(desk.rooms.close)
    return spokenHere([
      ...authCalls(room),
      ...accountCalls,
      ...streamCalls(room, desk),
      ...subscriptionCalls(room),
      ...adminCalls,
    ])
  },
  joins: joining,
  maxPayload: MOST_PACKET_BYTES,
  envelope: pushed,
}
