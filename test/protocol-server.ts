/**
 * Our Engine.IO engine and our adapter with the application that the public protocol suites expect, so that they can be
 * run against them: `bun test/protocol-server.ts`, then each suite on port 3000. See CONTRIBUTING.md.
 */
import { type Server as BunServer } from 'bun'
import { Server } from 'socket.io'
import { sayingClose } from '../src/http/hang-up.ts'
import { openEngine } from '../src/transports/engine.ts'
import { publishingBy } from '../src/transports/native-adapter.ts'

const options = { pingInterval: 300, pingTimeout: 200, maxHttpBufferSize: 1_000_000, cors: { origin: '*' } }

const plain = openEngine({ path: '/engine.io/', ...options })
plain.engine.on('connection', (socket) => {
  const it = socket as unknown as { on(event: 'data', hear: (data: string) => void): void; write(data: string): void }
  it.on('data', (data) => it.write(data))
})

let server: BunServer<unknown> | undefined
const sockets = openEngine({ path: '/socket.io/', ...options })
const io = new Server({ connectTimeout: 1000 })
io.adapter(publishingBy((topic, frame) => void server?.publish(topic, frame)))
io.bind(sockets.engine)
io.on('connection', (socket) => {
  socket.emit('auth', socket.handshake.auth)
  socket.on('message', (...args) => socket.emit('message-back', ...args))
  socket.on('message-with-ack', (...args) => args.pop()(...args))
})
io.of('/custom').on('connection', (socket) => {
  socket.emit('auth', socket.handshake.auth)
})

server = Bun.serve({
  port: Number(process.env.PORT ?? 3000),
  idleTimeout: 10,
  websocket: sockets.handlers as unknown as Bun.WebSocketHandler<unknown>,
  fetch: (request, server) =>
    sayingClose(request, (new URL(request.url).pathname.startsWith('/engine.io') ? plain : sockets).handle(request, server)),
})
console.log(`protocol server on ${server.url}`)
