import type { Dialect } from '../dialect.ts'
import { manner, spoken } from '../manner.ts'
import { accountCalls } from './account.ts'
import { messageCalls } from './messages.ts'
import { chatappVoice } from './voice.ts'

/** Every refusal is `{msg}`; a name that is taken is a bad request. */
const refusing = manner('chatapp', ({ message }) => ({ msg: message }), { conflict: 400 })

/** One-to-one chat: JWT, Socket.IO, and integers for ids. */
export const chatapp: Dialect = {
  name: 'chatapp',
  endpoints: (room) => spoken(refusing, [...accountCalls, ...messageCalls(room)]),
  voice: chatappVoice,
}
