import { randomBytes } from 'node:crypto'
import type { Server as BunServer, WebSocketHandler } from 'bun'
import { readBytes } from '../../http/body.ts'
import { allowOrigin, answer, openingOf, refuse } from './answers.ts'
import { decodePayload, encodePayload, packet } from './packet.ts'
import { type EngineWebSocket, Probe, Session } from './session.ts'

export interface EngineOptions {
  /** Milliseconds between the questions whether the other side is still there. */
  pingInterval: number
  /** Milliseconds that it has for its answer. */
  pingTimeout: number
  /** The longest packet or body that is taken, in bytes, from whoever has not been granted more (`Session.maxPayload`). */
  maxPayload: number
  /** The most that may be granted; by default nothing more is. */
  maxGranted?: number
  /** The most that waits for a client which does not fetch it, in bytes. */
  maxWaiting: number
  /** Origins whose pages may poll; `*` for all. */
  origins: string[]
}

const MOST_PACKETS_A_TURN = 100
const UPGRADE_TIMEOUT_MS = 10_000

/** An Engine.IO server, protocol 4, on Bun's HTTP server and native WebSockets. */
export class Engine {
  readonly sessions = new Map<string, Session>()
  readonly websocket: Pick<
    WebSocketHandler<Session | Probe | undefined>,
    'open' | 'message' | 'close' | 'maxPayloadLength'
  >
  readonly #options: EngineOptions
  readonly #wheel: Timer
  #connected: (session: Session) => void = () => {}

  constructor(options: EngineOptions) {
    this.#options = options
    this.#wheel = setInterval(() => this.#turn(performance.now()), Math.min(1000, options.pingInterval / 10))
    this.#wheel.unref()
    this.websocket = {
      maxPayloadLength: options.maxGranted ?? options.maxPayload,
      open: (socket) => this.#opened(socket as EngineWebSocket),
      message: (socket, data) => this.#heard(socket as EngineWebSocket, data),
      close: (socket) => this.#hungUp(socket as EngineWebSocket),
    }
  }

  /** For Socket.IO, which asks for the event `connection` alone. */
  on(_event: 'connection', listener: (session: Session) => void): this {
    this.#connected = listener
    return this
  }

  close(): void {
    clearInterval(this.#wheel)
    for (const session of this.sessions.values()) session.end('server shutting down')
    this.sessions.clear()
  }

  async handle(request: Request, server: BunServer<unknown>): Promise<Response> {
    const response = await this.#respond(request, server)
    allowOrigin(request, response.headers, this.#options.origins)
    return response
  }

  #respond(request: Request, server: BunServer<unknown>): Response | Promise<Response> {
    if (request.method === 'OPTIONS') return new Response(null, { status: 204 })
    const query = new URL(request.url).searchParams
    const transport = query.get('transport')
    if (transport !== 'polling' && transport !== 'websocket') return refuse(0)
    const sid = query.get('sid')
    const upgrades = request.headers.get('upgrade')?.toLowerCase() === 'websocket'
    if (sid === null) return this.#openNew(request, server, transport, query.get('EIO'), upgrades)
    const session = this.sessions.get(sid)
    if (!session || session.readyState === 'closed' || this.#isLost(session, performance.now()))
      return refuse(1)
    if (upgrades) return this.#tryUpgrade(session, request, server)
    if (session.name === 'websocket' || transport !== 'polling') return refuse(3)
    return request.method === 'POST' ? this.#take(session, request) : this.#wait(session, request)
  }

  #openNew(
    request: Request,
    server: BunServer<unknown>,
    transport: string,
    version: string | null,
    upgrades: boolean,
  ): Response {
    if (request.method !== 'GET') return refuse(2)
    if (version !== '4') return refuse(5)
    if (upgrades) return this.#openSocket(request, server)
    return transport === 'polling' ? this.#openPolling(request) : refuse(3)
  }

  #greeting(session: Session, upgrades: string[]): string {
    const { pingInterval, pingTimeout, maxPayload } = this.#options
    return packet.open + JSON.stringify({ sid: session.id, upgrades, pingInterval, pingTimeout, maxPayload })
  }

  #openSocket(request: Request, server: BunServer<unknown>): Response {
    const session = this.#newSession(request, 'websocket')
    return server.upgrade(request, { data: session }) ? new Response(null) : refuse(3)
  }

  #openPolling(request: Request): Response {
    const session = this.#newSession(request, 'polling')
    this.#welcome(session)
    return answer(encodePayload([this.#greeting(session, ['websocket']), ...session.takeWaiting()]))
  }

  #newSession(request: Request, name: Session['name']): Session {
    const id = randomBytes(15).toString('base64url')
    return new Session(id, openingOf(request), name, this.#options, performance.now())
  }

  #welcome(session: Session) {
    this.sessions.set(session.id, session)
    this.#connected(session)
  }

  /** A client may try a WebSocket while it polls. A second one, or one too many, is accepted and hung up on. */
  #tryUpgrade(session: Session, request: Request, server: BunServer<unknown>): Response {
    const wanted = session.name === 'polling' && session.probe === undefined && session.readyState === 'open'
    const data = wanted ? new Probe(session) : undefined
    return server.upgrade(request, { data }) ? new Response(null) : refuse(3)
  }

  /** A poll: answered at once if something waits, held otherwise. Two at a time, or one given up, end the session. */
  #wait(session: Session, request: Request): Response | Promise<Response> {
    if (session.poll) {
      this.#end(session, 'transport error')
      return new Response(null, { status: 400 })
    }
    if (session.writeBuffer.length > 0) return answer(encodePayload(session.takeWaiting()))
    // On its own: a client that hears of the end together with its last packets forgets these.
    if (session.readyState === 'closing') {
      this.#end(session, 'forced close')
      return answer(packet.close)
    }
    if ((session.probe?.data as Probe | undefined)?.answered) return answer(packet.noop)
    request.signal.addEventListener('abort', () => session.poll && this.#end(session, 'transport close'))
    return new Promise((resolve) => {
      session.poll = (body) => resolve(answer(body))
    })
  }

  async #take(session: Session, request: Request): Promise<Response> {
    const bytes = await readBytes(request, session.maxPayload).catch(() => undefined)
    if (!bytes) {
      this.#end(session, 'payload too large')
      return new Response(null, { status: 413 })
    }
    const body = new TextDecoder().decode(bytes)
    for (const [i, one] of decodePayload(body).entries()) {
      // A body can hold half a million packets: whoever else is here gets a turn in between.
      if (i % MOST_PACKETS_A_TURN === MOST_PACKETS_A_TURN - 1) await new Promise(setImmediate)
      if (session.readyState === 'closed') break
      session.receive(one, performance.now())
    }
    if (session.readyState === 'closed') this.sessions.delete(session.id)
    return answer('ok')
  }

  #opened(socket: EngineWebSocket) {
    const { data } = socket
    if (data instanceof Session) {
      data.socket = socket
      socket.send(this.#greeting(data, []))
      this.#welcome(data)
    } else if (data instanceof Probe && data.session.probe === undefined) {
      data.session.probe = socket
      data.session.askedAt = 0
      data.session.heardAt = performance.now()
    } else socket.close()
  }

  #heard(socket: EngineWebSocket, received: string | Buffer) {
    const { data } = socket
    if (data instanceof Session) {
      if (Buffer.byteLength(received) > data.maxPayload) return this.#end(data, 'payload too large')
      data.receive(received, performance.now())
      if (data.readyState === 'closed') this.sessions.delete(data.id)
      return
    }
    if (!data || data.session.probe !== socket) return socket.close()
    const { session } = data
    if (received === `${packet.ping}probe`) {
      data.answered = true
      socket.send(`${packet.pong}probe`)
      // The client waits for its poll to end before it changes over.
      if (session.writeBuffer.length === 0) session.answer([packet.noop])
    } else if (received === packet.upgrade && data.answered && session.readyState === 'open')
      session.takeOver(socket)
    else socket.close()
  }

  #hungUp(socket: EngineWebSocket) {
    const { data } = socket
    if (data instanceof Session) this.#end(data, 'transport close')
    else if (data?.session.probe === socket) data.session.probe = undefined
  }

  #end(session: Session, reason: string) {
    session.end(reason)
    this.sessions.delete(session.id)
  }

  /** Silent for so long that it has been asked and has not answered. */
  #isLost(session: Session, now: number): boolean {
    const { pingInterval, pingTimeout } = this.#options
    const lost = now - session.heardAt >= pingInterval + pingTimeout
    if (lost) this.#end(session, 'ping timeout')
    return lost
  }

  /** One timer for all: asks those who were silent for a while, and ends those who did not answer. */
  #turn(now: number) {
    const { pingInterval } = this.#options
    for (const session of this.sessions.values()) {
      if (session.readyState === 'closed') this.sessions.delete(session.id)
      else if (this.#isLost(session, now)) continue
      else if (session.askedAt === 0 && now - session.heardAt >= pingInterval) {
        session.askedAt = now
        session.send(packet.ping)
      }
      if (session.probe && now - session.heardAt > UPGRADE_TIMEOUT_MS) session.probe.close()
    }
  }
}
