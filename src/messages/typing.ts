import { chatOf } from '../chats/chat.ts'
import type { Actor, House } from '../http/house.ts'
import { chatStream } from '../log/entry.ts'
import { isSilenced } from './reach.ts'

/** Tells the others that I am typing, or no more. It need not survive, so the log knows nothing of it. @throws Problem not_found */
export async function tellTyping(house: House, actor: Actor, chatId: string, typing: boolean): Promise<void> {
  const { chat } = await chatOf(house.db.reader, actor.id, chatId)
  if (await isSilenced(house.db.reader, chat)) return
  const body = { chat_id: chatId, user_id: actor.id, typing }
  house.signals.tell({ stream: chatStream(chatId), kind: 'typing', body })
}
