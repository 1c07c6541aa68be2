import type { Ask } from '../ask.ts'
import type { Pace } from '../pace.ts'
import type { Entry, Signal } from '../parley.ts'
import type { ParleyProblem } from '../problem.ts'
import type { Tokens } from '../token.ts'

/** One connection by one transport. It never mends itself: it goes down, and somebody opens another one. */
export interface Line {
  close(): void
  /** What can be asked over a socket. @throws ParleyProblem */
  ask?<T>(verb: string, input: unknown): Promise<T>
}

/** What a line has to say. After `down` it is silent. */
export interface Ears {
  up(): void
  entry(entry: Entry, cursor: string): void
  /** Everything missed has come. */
  ready(cursor: string): void
  signal(signal: Signal): void
  down(problem?: ParleyProblem): void
}

export interface Server {
  url: string
  ask: Ask
  tokens: Tokens
  pace: Pace
}

export type OpenLine = (server: Server, after: string, ears: Ears) => Line
