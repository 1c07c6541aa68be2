import { type Held, hold } from './hold.ts'
import type { Line, OpenLine, Server } from './lines/line.ts'
import { openPoll } from './lines/poll.ts'
import { openSocketIo } from './lines/socketio.ts'
import { openSse } from './lines/sse.ts'
import { type Alarm, backOff } from './pace.ts'
import type { Entry, Signal, State, TransportName } from './parley.ts'
import type { Place } from './place.ts'
import type { ParleyProblem } from './problem.ts'

const openers: Record<TransportName, OpenLine> = { socketio: openSocketIo, sse: openSse, poll: openPoll }

export interface Tell {
  entry(entry: Entry, cursor: string): void
  signal(signal: Signal): void
  /** The link, the transport or the place in the log is another one now. */
  changed(): void
  /** Everything missed has come by this line; it goes on from here. */
  live(): void
}

export interface Follower {
  readonly link: State['link']
  readonly transport: TransportName | null
  readonly problem: ParleyProblem | undefined
  readonly line: Line | undefined
  /** The device says that its network is gone. It may be wrong, so we go on trying. */
  lost(): void
  close(): void
}

/**
 * Follows the log from the place we are at: by the transport we like best, else by the next, and while it is a lesser
 * one, tries the better ones from time to time. For a moment there are two lines then; what both say is taken once.
 */
export function follow(
  server: Server,
  names: TransportName[],
  place: Place,
  alarm: Alarm,
  tell: Tell,
): Follower {
  const { ask, pace } = server
  const lines = new Set<Held>()
  let current: Held | undefined
  let link: State['link'] = 'connecting'
  let problem: ParleyProblem | undefined
  let failures = 0
  let closed = false

  function set(next: State['link']) {
    link = next
    tell.changed()
  }

  async function run() {
    for (let from = 0; !closed; ) {
      const { rings } = alarm
      const last = await stay((await begin()) ? await reach(from, names.length) : undefined)
      if (closed) return
      // What broke at once may not work here at all, and the next transport may.
      from = last && !last.lasted ? (last.index + 1) % names.length : 0
      if (from === 0) await alarm.sleep(pauseAfter(last, rings))
    }
  }

  /** Stays with a line, and with those that take its place, while there is one; answers which was the last. */
  async function stay(held: Held | undefined): Promise<Held | undefined> {
    if (held) take(held)
    let last = current ?? held
    while (current) {
      last = current
      await current.gone
    }
    return last
  }

  const isSignedOut = () => problem?.problem.code === 'unauthenticated'

  function pauseAfter(last: Held | undefined, rings: number): number {
    if (last?.lasted) {
      failures = 0
      return Math.random() * pace.first
    }
    set('offline')
    if (isSignedOut()) return pace.longest
    // The network may have come back while we tried in vain.
    if (!last && alarm.rings !== rings) return 0
    return Math.max(backOff(pace, failures++), problem?.retryAfter ?? 0)
  }

  /** We need a place to go on from before we open anything, or what came before the first word would be lost. */
  async function begin(): Promise<boolean> {
    // Whoever has called us may want to ask something first.
    await Promise.resolve()
    try {
      if (place.cursor === undefined) await ask('GET', '/api/v1/log')
    } catch (error) {
      problem = error as ParleyProblem
    }
    return place.cursor !== undefined
  }

  /** The first of these transports that says something. */
  async function reach(from: number, to: number): Promise<Held | undefined> {
    for (let index = from; index < to && !closed; index++) {
      const held = open(index)
      if (await held.isUp) return held
      problem = held.why
      if (isSignedOut()) return undefined
    }
    return undefined
  }

  function open(index: number): Held {
    const held = hold(index, openers[names[index]!], server, place.cursor!, hear)
    if (held.isOpen) lines.add(held)
    return held
  }

  function take(held: Held) {
    if (!held.isOpen || held === current) return
    if (current && current.index <= held.index) return held.close()
    const former = current
    current = held
    former?.close()
    problem = undefined
    set(held.isReady ? 'live' : 'catching up')
    if (held.isReady) tell.live()
    else void learnHead(held)
    if (held.index > 0) void climb(held)
  }

  /** How far behind we are is worth a question only if it takes a while. */
  async function learnHead(held: Held) {
    await new Promise((resolve) => setTimeout(resolve, 100))
    if (held !== current || held.isReady) return
    await ask('GET', '/api/v1/log').catch(() => {})
    tell.changed()
  }

  async function climb(held: Held) {
    const slowly = { ...pace, first: pace.climb * 2, longest: pace.climb * 16 }
    for (let times = 0; held === current; times++) {
      await alarm.sleep(backOff(slowly, times))
      if (held !== current) return
      const better = await reach(0, held.index)
      if (better && (await better.ready)) take(better)
    }
  }

  const hear = {
    entry(held: Held, entry: Entry, cursor: string) {
      // After a gap, other lines are somewhere else in the log.
      if (entry.kind === 'log.gap') for (const other of [...lines]) if (other !== held) other.close()
      if (!place.take(entry, cursor)) return
      tell.entry(entry, cursor)
      tell.changed()
    },
    ready(held: Held, cursor: string) {
      place.reached(cursor)
      if (held !== current || held.isReady) return
      set('live')
      tell.live()
    },
    signal: (held: Held, signal: Signal) => held === current && tell.signal(signal),
    gone(held: Held) {
      lines.delete(held)
      if (held !== current) return
      problem = held.why
      current = undefined
      if (!closed) set('connecting')
    },
  }

  function closeAll() {
    for (const held of [...lines]) held.close()
  }

  if (names.length > 0) void run()
  return {
    get link() {
      return link
    },
    get transport() {
      return current ? names[current.index]! : null
    },
    get problem() {
      return problem
    },
    get line() {
      return current?.line
    },
    lost() {
      closeAll()
      set('offline')
    },
    close() {
      closed = true
      closeAll()
    },
  }
}
