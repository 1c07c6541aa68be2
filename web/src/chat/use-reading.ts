import type { Signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { line, parley } from '../line/line.ts'
import type { Stretch } from '../store/state.ts'
import type { Chat } from '../store/things.ts'

const SETTLE_MS = 250

/** Says that I have read up to here, when I see the end and am looking. */
export function useReading(chat: Chat, stretch: Stretch | undefined, atEnd: Signal<boolean>): void {
  const sees = atEnd.value && stretch?.next === null
  const isLive = line.value.link === 'live'
  useEffect(() => {
    if (!sees || chat.unread_count === 0 || !isLive) return
    const tell = () => {
      if (document.visibilityState === 'visible' && document.hasFocus())
        parley().read(chat.id, chat.last_position)
    }
    const timer = setTimeout(tell, SETTLE_MS)
    addEventListener('focus', tell)
    return () => {
      clearTimeout(timer)
      removeEventListener('focus', tell)
    }
  }, [sees, chat.id, chat.last_position, chat.unread_count, isLive])
}
