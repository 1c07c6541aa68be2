import { useSignalEffect } from '@preact/signals'
import { useEffect, useRef, useState } from 'preact/hooks'
import { line } from '../line/line.ts'
import { Icon } from '../pieces/icon.tsx'
import { say } from '../pieces/say.tsx'
import { count, words } from '../words/words.ts'

const SHOWN_MS = 2500
const PATIENCE_MS = 700

/** How the connection is, honestly; silent while all is well. */
export function LineState({ quiet = false }: { quiet?: boolean }) {
  const [text, setText] = useState('')
  const [mood, setMood] = useState<'bad' | 'good'>('good')
  const was = useRef({
    link: '',
    live: false,
    told: false,
    timer: undefined as ReturnType<typeof setTimeout> | undefined,
  })
  useEffect(() => () => clearTimeout(was.current.timer), [])
  useSignalEffect(() => {
    const { link, behind, waiting } = line.value
    const told = was.current
    // That all is well is said once, and goes away by itself.
    if (link === 'live' && told.link === 'live') return
    told.link = link
    clearTimeout(told.timer)
    if (link === 'live') {
      if (told.told) {
        setMood('good')
        setText(words.caughtUp)
        if (!quiet) say(words.caughtUp)
        told.timer = setTimeout(() => setText(''), SHOWN_MS)
      }
      Object.assign(told, { live: true, told: false })
      return
    }
    const said = wordsFor(link, told.live, behind, waiting)
    const show = () => {
      if (!told.told && !quiet) say(said)
      told.told = true
      setMood('bad')
      setText(said)
    }
    // What is over in a moment is not worth a word.
    if (told.told) show()
    else told.timer = setTimeout(show, PATIENCE_MS)
  })
  return (
    <div class="line-state" data-mood={mood} data-link={line.value.link} hidden={text === ''}>
      <Icon shape={mood === 'good' ? 'check' : 'clock'} size={16} />
      {text}
    </div>
  )
}

function wordsFor(link: string, wasLive: boolean, behind: number | null, waiting: number): string {
  const state =
    link === 'offline'
      ? words.offline
      : link === 'catching up'
        ? behind
          ? words.catchingUpBy(count(behind))
          : words.catchingUp
        : wasLive
          ? words.reconnecting
          : words.connecting
  return waiting > 0 ? `${state} · ${words.waitingToSend(waiting)}` : state
}
