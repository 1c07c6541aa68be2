import { batch, type Signal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { readMessages } from '../store/read.ts'
import type { Stretch } from '../store/state.ts'
import { happen } from '../store/store.ts'
import { MOST } from '../store/stretch.ts'
import type { Chat } from '../store/things.ts'
import { type Anchor, anchorOf, restore } from './anchor.ts'

/** Nearer than this to an end of what we have, more is fetched. */
const NEAR = 1400
/** Nearer than this to the bottom, one is at the end. */
const AT_END = 48
const FEW_UNREAD = 40

interface Scrolling {
  scroller: RefObject<HTMLDivElement | null>
  chat: Chat
  stretch: Stretch | undefined
  position: number | null
  divider: number | null
  waiting: number
  atEnd: Signal<boolean>
}

/** Keeps what one reads where it is, whatever comes above or below, and fetches what one is about to see. Answers how to get to the end. */
export function useScroll({
  scroller,
  chat,
  stretch,
  position,
  divider,
  waiting,
  atEnd,
}: Scrolling): () => void {
  const anchor = useRef<Anchor | null>(null)
  const stick = useRef(position === null)
  const jump = useRef<number | 'divider' | null>(position ?? (divider === null ? null : 'divider'))
  const now = useRef({ chat, stretch })
  now.current = { chat, stretch }

  useEffect(() => {
    if (position !== null) jump.current = position
    const held = now.current.stretch
    const holds = held && (position === null || held.messages.some((one) => one.position === position))
    if (holds) return settle()
    void readMessages(chat.id, firstPage(chat, position)).catch(() => {})
  }, [chat.id, position, stretch === undefined])

  useLayoutEffect(settle, [stretch, waiting])

  function settle() {
    const box = scroller.current
    if (!box || !stretch) return
    if (jump.current !== null) return land(box)
    if (stick.current && stretch.next === null) box.scrollTop = box.scrollHeight
    else restore(box, anchor.current)
    note()
    letGo()
  }

  function land(box: HTMLDivElement) {
    const toDivider = jump.current === 'divider'
    const target = box.querySelector<HTMLElement>(
      toDivider ? '.unread-line' : `[data-position="${jump.current}"]`,
    )
    jump.current = null
    stick.current = !target
    if (target) target.scrollIntoView({ block: 'center' })
    else box.scrollTop = box.scrollHeight
    if (!toDivider) target?.focus({ preventScroll: true })
    note()
    fetchMore(box)
  }

  function note() {
    const box = scroller.current
    if (!box) return
    const below = box.scrollHeight - box.scrollTop - box.clientHeight
    stick.current = below < AT_END
    anchor.current = anchorOf(box)
    const isEnd = stick.current && now.current.stretch?.next === null
    if (atEnd.peek() !== isEnd) atEnd.value = isEnd
  }

  function fetchMore(box: HTMLDivElement) {
    const held = now.current.stretch
    if (!held) return
    const below = box.scrollHeight - box.scrollTop - box.clientHeight
    if (box.scrollTop < NEAR && held.previous !== null) fetchOne({ before: held.previous })
    if (below < NEAR && held.next !== null) fetchOne({ after: held.next })
  }

  function fetchOne(asked: { before: number } | { after: number }) {
    readMessages(now.current.chat.id, asked).catch(() => {})
  }

  /** What comes in while I am here, or look away, must not pile up for ever. */
  function letGo() {
    const { chat, stretch } = now.current
    if (!stretch || stretch.messages.length <= MOST) return
    happen({ what: 'trimmed', chatId: chat.id, around: stick.current ? null : (anchor.current?.id ?? null) })
  }

  useEffect(() => {
    const box = scroller.current!
    let asked = false
    function onScroll() {
      if (asked) return
      asked = true
      requestAnimationFrame(() => {
        asked = false
        batch(note)
        fetchMore(box)
      })
    }
    box.addEventListener('scroll', onScroll, { passive: true })
    const sizes = new ResizeObserver(() => {
      if (stick.current && now.current.stretch?.next === null) box.scrollTop = box.scrollHeight
      else restore(box, anchor.current)
    })
    sizes.observe(box)
    sizes.observe(box.firstElementChild!)
    return () => {
      box.removeEventListener('scroll', onScroll)
      sizes.disconnect()
    }
  }, [])

  return () => {
    const box = scroller.current
    stick.current = true
    if (now.current.stretch?.next === null) box?.scrollTo({ top: box.scrollHeight })
    else void readMessages(now.current.chat.id, 'newest').catch(() => {})
  }
}

function firstPage(chat: Chat, position: number | null) {
  if (position !== null) return { around: position }
  return chat.unread_count > FEW_UNREAD ? { around: chat.read_position + 1 } : ('newest' as const)
}
