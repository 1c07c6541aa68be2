import type { Server as BunServer } from 'bun'
import { type Socket, Server as SocketServer } from 'socket.io'
import type { Authenticate, House, Proven } from '../http/house.ts'
import type { Limits } from '../http/limits.ts'
import { type Cursor, readCursor, writeCursor } from '../log/entry.ts'
import type { Wire } from './connection.ts'
import { openEngine } from './engine.ts'
import type { Hub } from './hub.ts'
import { NativeAdapter, publishingBy } from './native-adapter.ts'
import type { Presence } from './presence.ts'
import { refusal, type Verbs, verbAnswerer } from './verbs.ts'

const MOST_PACKETS_WAITING = 1000

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

/** The Socket.IO server; namespace `/v1` speaks ours: the events `entry`, `signal` and `ready`, and verbs with acknowledgements. */
export function openSockets(house: House, hub: Hub, presence: Presence, authenticate: Authenticate, limits: Limits, verbs: Verbs): Sockets {
  const { config } = house
  let server: BunServer<unknown> | undefined
  const publish = (topic: string, frame: string) => void server?.publish(topic, frame, config.deflate)
  const { engine, handle, handlers } = openEngine({
    path: '/socket.io/',
    pingInterval: config.heartbeatMs,
    maxHttpBufferSize: config.maxBodyBytes,
    ...(config.corsOrigins.length > 0 ? { cors: { origin: config.corsOrigins, credentials: true } } : {}),
  })
  const io = new SocketServer({ serveClient: false, connectTimeout: 10_000 })
  io.adapter(publishingBy(publish))
  io.bind(engine)

  const answerVerb = verbAnswerer(house, presence, authenticate, limits, verbs)
  const ours = io.of('/v1')
  const adapter = ours.adapter as NativeAdapter
  const packet = (event: string, ...texts: string[]) => `2/v1,["${event}",${texts.join()}]`
  const cursorText = (seq: number) => `"${writeCursor({ epoch: house.tail.head.epoch, seq })}"`
  const entryPacket = (text: string, seq: number) => packet('entry', text, cursorText(seq))

  hub.onPublish({
    entry: (stream, text, seq) => adapter.publishEncoded(stream, entryPacket(text, seq)),
    signal: (stream, text) => adapter.publishEncoded(stream, packet('signal', text)),
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
    const connection = hub.open(who, wireOf(socket), after)
    socket.on('disconnect', () => hub.close(connection))
    socket.onAny((event: string, input: unknown, ack: unknown) => {
      void answerVerb(connection, event, input, ack)
    })
  })

  async function admit(socket: Socket) {
    const auth = (socket.handshake.auth ?? {}) as { token?: unknown; after?: unknown }
    const who = await recognise(socket, auth.token)
    hub.requireRoom(who.id)
    const after = auth.after === undefined || auth.after === null ? undefined : String(auth.after)
    const admitted: Admitted = { who, after: after === undefined ? undefined : readCursor(after, house.tail.head.epoch) }
    socket.data = admitted
  }

  function recognise(socket: Socket, token: unknown): Promise<Proven> {
    if (typeof token === 'string') return authenticate.token(token)
    const headers = socket.handshake.headers as Record<string, string>
    return authenticate(new Request('http://localhost/socket.io/', { method: 'POST', headers }))
  }

  function wireOf(socket: Socket): Wire {
    const client = adapter.clientOf(socket.id)
    const write = (text: string) => {
      if (client && client.conn.writeBuffer.length > MOST_PACKETS_WAITING) socket.conn.close()
      else client?.writeToEngine([text], {})
    }
    return {
      transport: 'socketio',
      entry: (text, seq) => write(entryPacket(text, seq)),
      signal: (text) => write(packet('signal', text)),
      ready: (seq) => write(packet('ready', `{"cursor":${cursorText(seq)}}`)),
      async drained() {
        while (socket.connected && adapter.isBehind(socket.id)) await Bun.sleep(10)
      },
      end: (reason) => (reason === 'revoked' ? socket.disconnect(true) : socket.conn.close()),
      topics: {
        join: (streams) => void socket.join(streams),
        leave: (stream) => void socket.leave(stream),
      },
    }
  }

  return {
    io,
    handle,
    websocket: {
      ...handlers,
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

/** What a connection carries for its whole life is kept small: the request that opened it is not needed any more. */
function lighten(socket: Socket) {
  const conn = socket.conn as unknown as { request: object }
  conn.request = { headers: {}, connection: {}, _query: {} }
}
