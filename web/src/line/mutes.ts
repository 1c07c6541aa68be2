import { effect } from '@preact/signals'
import { passed } from '../store/muted.ts'
import { known } from '../store/store.ts'

/** Timers do not run while a machine sleeps, so the clock is looked at now and then. */
const LOOK_EVERY_MS = 60_000
let timer: ReturnType<typeof setTimeout> | undefined

/** When a mute ends nothing is said; the page looks at the clock. */
effect(() => {
  const ends = Object.values(known.value.chats).flatMap(({ muted_until }) => muted_until ?? [])
  look(ends)
})

function look(ends: number[]): void {
  clearTimeout(timer)
  const now = Date.now()
  passed.value = Math.max(0, ...ends.filter((end) => end <= now))
  const ahead = ends.filter((end) => end > now)
  if (ahead.length > 0)
    timer = setTimeout(look, Math.min(LOOK_EVERY_MS, ...ahead.map((end) => end - now)), ends)
}
