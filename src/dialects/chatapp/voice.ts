import type { Message } from '../../messages/message.ts'
import type { Room } from '../dialect.ts'
import type { Voice } from '../main-namespace.ts'
import { toSaid } from './said.ts'

/**
 * A message that comes to me is an event named by my username. Its name is that of whoever listens, so it is said to his
 * own connections only; names of events that mean something else cannot be usernames.
 */
export function chatappVoice({ people }: Room): Voice {
  return {
    name: 'chatapp',
    greet: ({ socket }) => void socket.emit('echo', 'you have been connected'),
    kinds: new Set(['message.sent']),
    async hear({ who, socket }, { body }) {
      const { message } = body as { message: Message }
      if (message.sender_id === who.id) return
      const isDirect = (await people.peer(message.chat_id, who.id)) === message.sender_id
      if (!isDirect) return
      const [me, sender] = await Promise.all([people.person(who.id), people.person(message.sender_id)])
      if (me && sender) socket.emit(me.username, toSaid(message, [sender.number, me.number]))
    },
  }
}
