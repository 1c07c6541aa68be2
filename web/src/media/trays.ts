import { effect, signal } from '@preact/signals'
import { clear, draftOf } from '../composer/draft.ts'
import { send } from '../store/act.ts'
import { forgetMedia } from './noted.ts'
import { newTray, type Tray } from './tray.ts'

const trays = new Map<string, Tray>()

/** What is to go along with my next message in a chat, or with another draft; kept while the page is open, like its words. */
export function trayOf(key: string): Tray {
  const tray = trays.get(key) ?? newTray()
  trays.set(key, tray)
  return tray
}

/** The chats whose message is sent as soon as everything is uploaded, and how not to do so. */
const leaving = signal<Record<string, () => void>>({})

export const isLeaving = (chatId: string) => chatId in leaving.value

/** Sends what is written in a chat together with its tray: now, or as soon as all of it is uploaded, wherever I look then. */
export function sendWhenReady(chatId: string): void {
  const tray = trayOf(chatId)
  stay(chatId)
  const stop = effect(() => {
    if (tray.items.value.some(({ progress }) => progress.value === 'refused')) return stay(chatId)
    if (!tray.complete.value) return
    queueMicrotask(() => {
      const { text, replyTo, editing } = draftOf(chatId)
      const ids = tray.ready.value
      stay(chatId)
      // What is written now belongs to another message.
      if (editing) return
      clear(chatId)
      tray.clear()
      if (text.trim() || ids.length > 0) send(chatId, text.trim(), replyTo?.id ?? null, ids)
    })
  })
  leaving.value = { ...leaving.value, [chatId]: stop }
  if (tray.items.value.some(({ progress }) => progress.value === 'refused')) stay(chatId)
}

/** Does not send it by itself any more. */
export function stay(chatId: string): void {
  const { [chatId]: stop, ...others } = leaving.peek()
  if (!stop) return
  stop()
  leaving.value = others
}

/** Nothing of whoever signs out stays. */
export function forgetTrays(): void {
  for (const chatId of Object.keys(leaving.peek())) stay(chatId)
  for (const tray of trays.values()) tray.clear()
  trays.clear()
  forgetMedia()
}
