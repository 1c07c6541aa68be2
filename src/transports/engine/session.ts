import type { ServerWebSocket } from 'bun'
import { type Data, encodeMessage, encodePayload, packet } from './packet.ts'

export type EngineWebSocket = ServerWebSocket<Session | Probe | undefined>

/** A WebSocket that would like to take a polling session over. */
export class Probe {
  readonly session: Session
  answered = false

  constructor(session: Session) {
    this.session = session
  }
}

/** What Socket.IO reads of the request that opened a session. */
export interface Opening {
  url: string
  headers: Record<string, string>
  _query: Record<string, string>
  connection: { encrypted: boolean }
}

interface Limits {
  maxPayload: number
  maxWaiting: number
}

type Listener = (...given: never[]) => void
const NOOP = [packet.noop]

/**
 * One client of the engine, over HTTP polling or a WebSocket: what Socket.IO calls `conn`. There are thousands, most of
 * them idle, so it is plain fields and shared methods: no timers, closures or emitters of its own.
 */
export class Session {
  readonly id: string
  readonly protocol = 4
  request: Opening
  readyState: 'open' | 'closing' | 'closed' = 'open'
  name: 'polling' | 'websocket'
  socket: EngineWebSocket | undefined
  /** What waits for the next poll. On a WebSocket nothing ever waits here. */
  writeBuffer: Data[] = []
  #waiting = 0
  readonly #maxWaiting: number
  /** The longest packet or body that is taken from here, in bytes; who is known may be granted more. */
  maxPayload: number
  /** The poll that waits for something to say. */
  poll: ((body: string) => void) | undefined
  probe: EngineWebSocket | undefined
  /** When the other side was last known to be there, and when it was asked (0: not since), in milliseconds. */
  heardAt: number
  askedAt = 0
  #data: Listener | undefined
  #close: Listener | undefined
  #upgrade: Listener[] | undefined

  /** Who does not fetch what waits, until it is more than `maxWaiting` bytes, is cut off. */
  constructor(id: string, request: Opening, name: Session['name'], limits: Limits, now: number) {
    this.id = id
    this.request = request
    this.name = name
    this.#maxWaiting = limits.maxWaiting
    this.maxPayload = limits.maxPayload
    this.heardAt = now
  }

  /** Socket.IO asks the transport for its name and whether it can be written to: a session is its own transport. */
  get transport(): this {
    return this
  }

  get writable(): boolean {
    return this.name === 'websocket' || this.poll !== undefined
  }

  on(event: string, listener: Listener): this {
    if (event === 'data') this.#data = listener
    else if (event === 'close') this.#close = listener
    return this
  }

  once(event: string, listener: Listener): this {
    if (event !== 'upgrade') return this.on(event, listener)
    this.#upgrade = [...(this.#upgrade ?? []), listener]
    return this
  }

  removeListener(event: string): this {
    if (event === 'data') this.#data = undefined
    else if (event === 'close') this.#close = undefined
    return this
  }

  write(data: Data): void {
    this.send(encodeMessage(data))
  }

  send(one: Data): void {
    if (this.readyState !== 'open') return
    if (this.name === 'websocket') {
      this.socket?.send(one)
      return
    }
    this.writeBuffer.push(one)
    this.#waiting += one.length
    if (this.poll) this.answer(this.takeWaiting())
    else if (this.#waiting > this.#maxWaiting) {
      this.takeWaiting()
      this.end('too slow')
    }
  }

  takeWaiting(): Data[] {
    this.#waiting = 0
    return this.writeBuffer.splice(0)
  }

  answer(packets: readonly Data[]): void {
    const poll = this.poll
    this.poll = undefined
    poll?.(encodePayload(packets))
  }

  /** A packet from the client. What the protocol does not know ends the session. */
  receive(one: Data, now: number): void {
    if (this.readyState === 'closing' && one === packet.close) this.end('transport close', packet.noop)
    if (this.readyState !== 'open') return
    if (typeof one !== 'string') this.#emit(this.#data, one)
    else if (one[0] === packet.message) this.#emit(this.#data, one.slice(1))
    else if (one[0] === packet.pong) {
      this.heardAt = now
      this.askedAt = 0
    } else if (one[0] === packet.close) this.end('transport close', packet.noop)
    else this.end('parse error')
  }

  /** The WebSocket has been tried and takes over: what waits goes first. */
  takeOver(socket: EngineWebSocket): void {
    this.probe = undefined
    this.answer(NOOP)
    this.socket = socket
    this.name = 'websocket'
    socket.data = this
    for (const one of this.takeWaiting()) socket.send(one)
    for (const listener of this.#upgrade ?? []) listener()
    this.#upgrade = undefined
  }

  /** Ends the session once what waits has been sent. */
  close(): void {
    if (this.readyState !== 'open') return
    const told = this.name === 'websocket' || this.poll || this.writeBuffer.length === 0
    if (told) this.end('forced close')
    else this.readyState = 'closing'
  }

  /** Ends the session now; a waiting poll gets what waits, and a last packet. */
  end(reason: string, last: string = packet.close): void {
    if (this.readyState === 'closed') return
    this.readyState = 'closed'
    this.answer([...this.takeWaiting(), last])
    this.socket?.close()
    this.probe?.close()
    this.#emit(this.#close, reason)
  }

  #emit(listener: Listener | undefined, given: unknown): void {
    listener?.(given as never)
  }
}
