import { second } from '../../clock.ts'
import type { House } from '../../http/house.ts'
import { newId } from '../../id.ts'
import { openElsewhere } from '../elsewhere.ts'
import type { Hub } from '../hub.ts'

export interface Awake {
  /** Is somebody connected with this session just now, or was a moment ago, in any process? */
  has(sessionId: string): boolean
  close(): void
}

/** A reload, a change of network or the pause between two polls is no going away. */
const GRACE_MS = 5 * second

interface Leaving {
  /** UTC milliseconds */
  since: number
  timer: Timer
}

/** Which sessions are connected: they hear the log, and need no push. Processes tell each other by signals. */
export function openAwake({ signals, clock }: Pick<House, 'signals' | 'clock'>, hub: Hub): Awake {
  const here = new Set<string>()
  const leaving = new Map<string, Leaving>()
  const elsewhere = openElsewhere(newId(), signals, clock, here, () => {}, 'sessions')
  let closed = false

  hub.onSession((sessionId, connected) => {
    if (closed) return
    if (connected) come(sessionId)
    else {
      const timer = setTimeout(leave, GRACE_MS, sessionId)
      timer.unref()
      leaving.set(sessionId, { since: clock.now(), timer })
    }
  })

  function come(sessionId: string) {
    clearTimeout(leaving.get(sessionId)?.timer)
    leaving.delete(sessionId)
    if (here.has(sessionId)) return
    here.add(sessionId)
    elsewhere.tell(sessionId, true)
  }

  function leave(sessionId: string) {
    leaving.delete(sessionId)
    here.delete(sessionId)
    elsewhere.tell(sessionId, false)
  }

  function isHere(sessionId: string): boolean {
    const gone = leaving.get(sessionId)
    return here.has(sessionId) && (gone === undefined || clock.now() - gone.since < GRACE_MS)
  }

  return {
    has: (sessionId) => isHere(sessionId) || elsewhere.has(sessionId),
    close() {
      closed = true
      for (const { timer } of leaving.values()) clearTimeout(timer)
      elsewhere.close()
    },
  }
}
