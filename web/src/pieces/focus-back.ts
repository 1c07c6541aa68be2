import type { RefObject } from 'preact'
import { useEffect } from 'preact/hooks'

/** Gives the focus back to what had it, when something that took it goes away. To be used before it takes it. */
export function useFocusBack(taker: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null
    const own = taker.current
    return () => {
      const now = document.activeElement
      if (!now || now === document.body || own?.contains(now)) before?.focus()
    }
  }, [])
}
