import type { Bell } from './bell.ts'

/** Something that need not survive: typing, presence, somebody else's read marker. Never in the log. */
export interface Signal {
  stream: string
  /** `typing`, `presence`, `read`, `delivered`; `online` and `offline` in the rooms of a dialect. */
  kind: string
  body: unknown
}

export interface Signals {
  /** Tells whoever follows the stream just now, on this process and the others. */
  tell(signal: Signal): void
  listen(listener: (signal: Signal) => void): void
}

export function openSignals(bell: Bell): Signals {
  const listeners: ((signal: Signal) => void)[] = []
  const here = (signal: Signal) => listeners.forEach((listener) => listener(signal))
  bell.onSignal((text) => here(JSON.parse(text) as Signal))
  return {
    tell(signal) {
      here(signal)
      bell.signal(JSON.stringify(signal))
    },
    listen: (listener) => void listeners.push(listener),
  }
}

/** The JSON text of a signal as every transport sends it. */
export function encodeSignal({ stream, kind, body }: Signal): string {
  return JSON.stringify({ stream, kind, body })
}
