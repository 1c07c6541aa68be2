import { line, parley } from '../line/line.ts'

const AGAIN_MS = 3000
let told = { chatId: '', at: 0 }

/** Lets the others see that I am typing, not more often than they need; and that I have stopped. */
export function tellTyping(chatId: string, text: string): void {
  if (line.value.link !== 'live') return
  if (text.trim() === '') {
    if (told.chatId !== chatId) return
    told = { chatId: '', at: 0 }
    parley().typing(chatId, false)
    return
  }
  if (told.chatId === chatId && Date.now() - told.at < AGAIN_MS) return
  told = { chatId, at: Date.now() }
  parley().typing(chatId, true)
}
