import type { Line, OpenLine, Server } from './lines/line.ts'
import type { Entry, Signal } from './parley.ts'
import type { ParleyProblem } from './problem.ts'

/** A line that we hold, and what has become of it. */
export interface Held {
  /** Which of the transports it is; the least is the one we like best. */
  readonly index: number
  readonly line: Line
  readonly isOpen: boolean
  readonly isReady: boolean
  /** Has it been there for long enough to be called sound? */
  readonly lasted: boolean
  /** Why it went down, if somebody said so. */
  readonly why: ParleyProblem | undefined
  readonly isUp: Promise<boolean>
  readonly ready: Promise<boolean>
  readonly gone: Promise<void>
  close(): void
}

export interface Hear {
  entry(held: Held, entry: Entry, cursor: string): void
  ready(held: Held, cursor: string): void
  signal(held: Held, signal: Signal): void
  gone(held: Held): void
}

/** Opens a line; one that says nothing for too long is closed. A closed one is not heard any more. */
export function hold(index: number, open: OpenLine, server: Server, after: string, hear: Hear): Held {
  const [isUp, ready, gone] = [later<boolean>(), later<boolean>(), later<void>()]
  const since = performance.now()
  const { patience } = server.pace
  const state = { isOpen: true, isReady: false, why: undefined as ParleyProblem | undefined }
  let line: Line | undefined
  const tooLong = setTimeout(close, patience)

  function drop(why?: ParleyProblem) {
    if (!state.isOpen) return
    Object.assign(state, { isOpen: false, why })
    clearTimeout(tooLong)
    isUp.resolve(false)
    ready.resolve(false)
    gone.resolve()
    hear.gone(held)
  }

  function close() {
    drop()
    line?.close()
  }

  const held: Held = {
    index,
    get line() {
      return line!
    },
    get isOpen() {
      return state.isOpen
    },
    get isReady() {
      return state.isReady
    },
    get lasted() {
      return performance.now() - since > patience
    },
    get why() {
      return state.why
    },
    isUp: isUp.promise,
    ready: ready.promise,
    gone: gone.promise,
    close,
  }
  line = open(server, after, {
    up() {
      clearTimeout(tooLong)
      isUp.resolve(true)
    },
    entry: (entry, cursor) => state.isOpen && hear.entry(held, entry, cursor),
    ready(cursor) {
      if (!state.isOpen) return
      hear.ready(held, cursor)
      state.isReady = true
      ready.resolve(true)
    },
    signal: (signal) => state.isOpen && hear.signal(held, signal),
    down: drop,
  })
  return held
}

function later<T>() {
  let resolve: (value: T) => void = () => {}
  const promise = new Promise<T>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}
