import type { Pace } from './pace.ts'
import type { Problem } from './problem.ts'

export { connect } from './connect.ts'
export { forgetOutbox, indexedDbOutbox, memoryOutbox } from './outbox-store.ts'
export { ParleyProblem, type Problem } from './problem.ts'

/** One thing that happened, as docs/log.md has it. */
export interface Entry {
  seq: number
  stream: string
  kind: string
  at: number
  actor: string | null
  /** What is in it depends on the kind. Null when it was taken back since: pass it over. */
  body: Record<string, unknown> | null
}

/** What need not survive: typing, receipts of others, presence. */
export interface Signal {
  stream: string
  kind: string
  body: unknown
}

export type TransportName = 'socketio' | 'sse' | 'poll'

export interface State {
  /** `catching up`: connected, and what was missed is still coming. */
  link: 'connecting' | 'catching up' | 'live' | 'offline'
  transport: TransportName | null
  /** Writes in the outbox. */
  waiting: number
  /** How many entries at most lie between here and now; null while that is not known, 0 when live. */
  behind: number | null
  /** Why there is no connection, where somebody said so; `unauthenticated`: one has to sign in again. */
  problem: Problem | null
}

/** A change that waits in the outbox. The id is its Idempotency-Key. */
export interface Write {
  id: string
  method: string
  path: string
  body?: unknown
  at: number
  tries: number
}

export interface RequestOptions {
  /** JSON, or a Blob, ArrayBuffer, … that is sent as it is. */
  body?: unknown
  query?: Record<string, unknown>
  headers?: Record<string, string>
  ifMatch?: string | number
  signal?: AbortSignal
}

/**
 * What became of a write. `failed`: it was tried, and will be tried again; the problem says why. `refused`: the server will
 * not have it. `withdrawn`: somebody has taken it back.
 */
export interface OutboxChange {
  write: Write
  outcome: 'queued' | 'failed' | 'done' | 'refused' | 'withdrawn'
  answer?: unknown
  problem?: Problem
}

/** Where writes wait until they are answered, in the order in which they were put. */
export interface OutboxStore {
  all(): Promise<Write[]>
  /** The first of which `isTurn` says so; it is asked of one after the other, from the front. */
  first(isTurn: (write: Write) => boolean): Promise<Write | undefined>
  /** Keeps them in the order in which it is called, whether or not what was put before is kept already. */
  put(write: Write): Promise<void>
  /** Answers whether it was still there. */
  remove(id: string): Promise<boolean>
  /** Does the work while no other tab does; absent where nobody else is there. */
  alone?<T>(work: () => Promise<T>): Promise<T>
  /** Tells the other tabs, and hears what they tell. `hear` answers how to stop. */
  tell?(change: OutboxChange): void
  hear?(listener: (change: OutboxChange) => void): () => void
}

/** A function is asked when a token is needed, and given the one that was refused, if one was. */
export type Token = string | ((refused?: string) => string | undefined | Promise<string | undefined>)

export interface ConnectOptions {
  /** Of the server, as `https://chat.example`; '' is where the page came from. */
  url: string
  /** None: the browser's cookie. */
  token?: Token
  /** A cursor to go on from. Without one, the stream begins with what the first answer does not show. */
  after?: string
  /**
   * IndexedDB if there is one, in a box for whoever the token is of; else memory. A page cannot read whose its cookie
   * is: there, give `indexedDbOutbox(userId)`.
   */
  outbox?: OutboxStore
  /** In order of preference; all three unless told. With none of them, one only asks and writes. */
  transports?: TransportName[]
  /** How patient to be, where it is to be otherwise than usual. */
  pace?: Partial<Pace>
}

/** Of whom one watches. `online: null` says that one may not see it. */
export interface Seen {
  user_id: string
  online: boolean | null
  last_seen_at: number | null
}

export interface Parley {
  /** One stream, whichever transport; in order, once each. `log.gap` comes through. For one reader at a time. */
  entries(): AsyncIterable<Entry & { cursor: string }>
  /** Of the last entry that was read, or of now where nothing waits to be read. */
  readonly cursor: string | undefined
  readonly state: State
  on(event: 'state', hear: (state: State) => void): () => void
  on(event: 'signal', hear: (signal: Signal) => void): () => void
  on(event: 'outbox', hear: (change: OutboxChange) => void): () => void
  /** Asks now. @throws ParleyProblem */
  request<T>(method: string, path: string, options?: RequestOptions): Promise<T>
  /** Queued, sent in order, repeated safely until answered; survives a reload. With the id of one that waits, that one is tried now. */
  write(method: string, path: string, body?: unknown, id?: string): Write
  /** Takes back a write that waits. Answers false if it does not; one that is being sent just now may be done all the same. */
  withdraw(id: string): Promise<boolean>
  typing(chatId: string, typing: boolean): void
  /** Asks who is here, of 300 at most; changes come as signals `presence`. It replaces what was watched before. */
  watch(userIds: string[]): Promise<Seen[]>
  read(chatId: string, position: number): void
  close(): void
}
