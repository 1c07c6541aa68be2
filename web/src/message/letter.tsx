import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { inWords } from '../chat/names.ts'
import { say } from '../pieces/say.tsx'
import type { Message } from '../store/things.ts'
import { longAgo, words } from '../words/words.ts'
import { openLetter } from './letters.ts'
import { plainOf } from './marks.ts'

const OPENING_MS = 650

/** What was written for today, as it arrives: closed, until somebody opens it. */
export function Letter({ message, name, mine }: { message: Message; name: string; mine: boolean }) {
  const opening = useSignal(false)
  const letter = useRef<HTMLButtonElement>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  function open() {
    if (opening.value) return
    opening.value = true
    const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches
    timer.current = setTimeout(show, isStill ? 0 : OPENING_MS)
  }
  function show() {
    const row = letter.current?.closest<HTMLElement>('[data-id]')
    const hadFocus = letter.current === document.activeElement
    openLetter(message.id)
    if (hadFocus) row?.focus({ preventScroll: true })
    say(`${name}: ${plainOf(message.text)}`)
  }
  return (
    <button
      ref={letter}
      type="button"
      class="letter"
      data-opening={opening.value || undefined}
      onClick={open}
    >
      <svg class="envelope" viewBox="0 0 64 46" width="64" height="46" aria-hidden="true">
        <rect class="back" x="1" y="5" width="62" height="40" rx="4" />
        <rect class="sheet" x="8" y="10" width="48" height="30" rx="2" />
        <path class="front" d="M1 10 32 31 63 10V41a4 4 0 0 1-4 4H5a4 4 0 0 1-4-4z" />
        <path class="flap" d="M2 7a4 4 0 0 1 3-2h54a4 4 0 0 1 3 2L32 29z" />
        <circle class="seal" cx="32" cy="27" r="5.5" />
      </svg>
      <span class="letter-words">
        <b>{mine ? words.letter : words.letterFrom(inWords(name))}</b>
        <span class="soft">{words.written(longAgo(message.written_at ?? message.created_at))}</span>
        <span class="letter-open">{words.openLetter}</span>
      </span>
    </button>
  )
}
