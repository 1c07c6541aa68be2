import { useEffect, useState } from 'preact/hooks'
import { said } from '../words/games.ts'
import type { Room } from './things.ts'
import { countdown } from './titles.ts'

const HURRY_MS = 10_000
const TICK_MS = 250

/** How much time is left for the move. */
export function Clock({ room }: { room: Room }) {
  const [now, setNow] = useState(Date.now())
  const { due_at, clock_seconds } = room
  useEffect(() => {
    if (due_at === null) return
    const timer = setInterval(() => setNow(Date.now()), TICK_MS)
    return () => clearInterval(timer)
  }, [due_at])
  if (due_at === null || clock_seconds === null) return null
  // A clock that is wrong here must not promise more than there is.
  const left = Math.min(due_at - now, clock_seconds * 1000)
  const time = countdown(left)
  return (
    <span
      class="game-clock"
      role="timer"
      aria-label={said.left(time)}
      data-hurry={left < HURRY_MS || undefined}
    >
      {time}
    </span>
  )
}
