import { effect } from '@preact/signals'
import { isMuted, passed } from '../store/muted.ts'
import { shown } from '../store/store.ts'

const DAY = 86_400_000
let timer: ReturnType<typeof setTimeout> | undefined

/** When a mute ends nothing is said; the page looks at the clock then. Timers count no further than some weeks. */
effect(() => {
  const ends = Object.values(shown.value.chats).flatMap((chat) => (isMuted(chat) ? chat.muted_until! : []))
  clearTimeout(timer)
  if (ends.length === 0) return
  const now = Date.now()
  const next = Math.min(...ends, now + DAY)
  timer = setTimeout(() => (passed.value = next), next - now)
})
