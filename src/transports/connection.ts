import type { Proven } from '../http/house.ts'

/** Why the server ends a connection. */
export type EndReason = 'revoked' | 'expired' | 'slow' | 'shutdown' | 'failed'

/** What a transport can do. The hub decides what is said on it, and when. */
export interface Wire {
  readonly transport: 'socketio' | 'sse' | 'poll'
  /** Sends an entry, given as JSON text. */
  entry(text: string, seq: number): void
  /** Sends a signal, given as JSON text. */
  signal(text: string): void
  /** Everything up to here has been sent; from now on it is live. */
  ready(seq: number): void
  /** Resolves when the other side has taken enough to be sent more. */
  drained(): Promise<void>
  end(reason: EndReason): void
  /** Where the transport has topics of its own, it is told which; else the hub writes to each connection. */
  topics?: { join(streams: string[]): void; leave(stream: string): void }
}

/** One live connection of one user. */
export class Connection {
  who: Proven
  readonly wire: Wire
  readonly streams = new Set<string>()
  /** Still reading from the database what was missed. */
  catchingUp = true
  /** The number at which the streams last changed. */
  movedAt = 0
  closed = false

  constructor(who: Proven, wire: Wire) {
    this.who = who
    this.wire = wire
  }
}
