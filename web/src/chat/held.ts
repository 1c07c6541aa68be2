import { readApart } from '../store/read.ts'
import { shown } from '../store/store.ts'
import type { Message } from '../store/things.ts'

/** A message by its id, wherever it is held; read if it is nowhere. */
export function heldMessage(chatId: string, id: string): Message | undefined {
  const { stretches, apart } = shown.value
  const message = stretches[chatId]?.messages.find((one) => one.id === id) ?? apart[id]
  if (!message) readApart(chatId, id)
  return message
}
