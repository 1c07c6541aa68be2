import type { Server as BunServer } from 'bun'
import { type Socket, Server as SocketServer } from 'socket.io'
import type { Authenticate, House, Proven } from '../http/house.ts'
import type { Limits } from '../http/limits.ts'
import { type Cursor, readCursor } from '../log/entry.ts'
import { Engine } from './engine/server.ts'
import type { Session } from './engine/session.ts'
import type { Hub } from './hub.ts'
import { lenientParser } from './lenient-parser.ts'
import { type NativeAdapter, publishingBy } from './native-adapter.ts'
import type { Presence } from './presence.ts'
import { openPackets, SocketWire } from './socket-wire.ts'
import { refusal, type Verbs, verbAnswerer } from './verbs.ts'

const PING_TIMEOUT_MS = 20_000

interface Admitted {
  who: Proven
  after: Cursor | undefined
}

export interface Sockets {
  io: SocketServer
  handle(request: Request, server: BunServer<unknown>): Promise<Response>
  websocket: Bun.WebSocketHandler<never>
  attach(server: BunServer<unknown>): void
  close(): void
}

/**
 * The Socket.IO server; namespace `/v1` speaks ours: the events `entry`, `signal` and `ready`, and verbs with acknowledgements.
 * `maxGranted` is the longest packet, in bytes, that another namespace may let its clients send (`grant`).
 */
export function openSockets(
  house: House,
  hub: Hub,
  presence: Presence,
  authenticate: Authenticate,
  limits: Limits,
  verbs: Verbs,
  maxGranted = 0,
): Sockets {
  const { config } = house
  let server: BunServer<unknown> | undefined
  const publish = (topic: string, frame: string) => void server?.publish(topic, frame, config.deflate)
  const engine = new Engine({
    pingInterval: config.heartbeatMs,
    pingTimeout: PING_TIMEOUT_MS,
    maxPayload: config.maxBodyBytes,
    maxGranted: Math.max(maxGranted, config.maxBodyBytes),
    maxWaiting: config.maxBufferBytes,
    origins: [...config.corsOrigins, ...config.socketOrigins],
  })
  const io = new SocketServer({ serveClient: false, connectTimeout: 10_000, parser: lenientParser })
  io.adapter(publishingBy(publish))
  io.bind(engine)

  const answerVerb = verbAnswerer(house, presence, authenticate, limits, verbs)
  const ours = io.of('/v1')
  const adapter = ours.adapter as NativeAdapter
  const packets = openPackets(() => house.tail.head.epoch)
  hub.onPublish({
    entry: (stream, text, seq) => adapter.publishEncoded(stream, packets.entry(text, seq)),
    signal: (stream, text) => adapter.publishEncoded(stream, packets.signal(text)),
  })

  ours.use((socket, next) => {
    admit(socket).then(
      () => next(),
      (error) => next(refusal(error)),
    )
  })
  ours.on('connection', (socket) => {
    const { who, after } = socket.data as Admitted
    socket.data = undefined
    lighten(socket)
    const connection = open(socket, who, after)
    if (!connection) return
    socket.on('disconnect', () => hub.close(connection))
    socket.onAny((event: unknown, ...given: unknown[]) => void answerVerb(connection, event, given))
  })

  /** Others of the same user, or the end of the session, may have been faster since this one was admitted. */
  function open(socket: Socket, who: Proven, after: Cursor | undefined) {
    try {
      return hub.open(who, new SocketWire(socket, adapter, packets), after)
    } catch {
      socket.disconnect(true)
    }
  }

  async function admit(socket: Socket) {
    const auth = (socket.handshake.auth ?? {}) as { token?: unknown; after?: unknown }
    const who = await recognise(socket, auth.token)
    hub.requireRoom(who.id)
    const admitted: Admitted = { who, after: cursorIn(auth.after) }
    socket.data = admitted
  }

  function cursorIn(after: unknown): Cursor | undefined {
    if (after === undefined || after === null) return undefined
    return readCursor(typeof after === 'object' ? '' : String(after), house.tail.head.epoch)
  }

  function recognise(socket: Socket, token: unknown): Promise<Proven> {
    if (typeof token === 'string') return authenticate.token(token)
    const headers = socket.handshake.headers as Record<string, string>
    return authenticate(new Request('http://localhost/socket.io/', { method: 'POST', headers }))
  }

  return {
    io,
    handle: (request, server) => engine.handle(request, server),
    websocket: {
      ...engine.websocket,
      perMessageDeflate: config.deflate,
      backpressureLimit: config.maxBufferBytes,
      closeOnBackpressureLimit: true,
      idleTimeout: 0,
      sendPings: false,
    } as unknown as Bun.WebSocketHandler<never>,
    attach(given) {
      server = given
    },
    close: () => engine.close(),
  }
}

const NOTHING = { url: '', headers: {}, _query: {}, connection: { encrypted: false } }

/** What a connection carries for its whole life is kept small: the request that opened it is not needed any more. */
export function lighten(socket: Socket) {
  const conn = socket.conn as unknown as Session
  conn.request = NOTHING
  ;(socket as { handshake: object }).handshake = NOTHING
}

/** Lets somebody who is known send packets of up to so many bytes. */
export function grant(socket: Socket, bytes: number) {
  const conn = socket.conn as unknown as Session
  conn.maxPayload = Math.max(conn.maxPayload, bytes)
}
