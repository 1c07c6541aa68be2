import type { Dialect } from '../dialect.ts'
import { spoken } from '../manner.ts'
import { accountCalls } from './account.ts'
import { chatCalls } from './chats.ts'
import { friendCalls } from './friends.ts'
import { messageCalls } from './messages.ts'
import { refusing } from './refusing.ts'
import { roomCalls } from './rooms.ts'
import { scoreCalls } from './scores.ts'
import { playhubVoice } from './voice.ts'

/** Chats, friends, games and scores, in French. Of addresses that begin alike the exact ones come first. */
export const playhub: Dialect = {
  name: 'playhub',
  endpoints: (room) =>
    spoken(refusing, [
      ...messageCalls(room),
      ...chatCalls,
      ...friendCalls,
      ...accountCalls(room),
      ...scoreCalls,
      ...roomCalls(room),
    ]),
  voice: playhubVoice,
}
