/**
 * Our Engine.IO engine and our adapter with the application that the public protocol suites expect, so that they can be
 * run against them: `bun test/protocol-server.ts engine.io` or `… socket.io`, then the suite of that name, which
 * looks for it on port 3000. See CONTRIBUTING.md.
 */
import type { Server as BunServer } from 'bun'
import { Server } from 'socket.io'
import { sayingClose } from '../src/http/hang-up.ts'
import { Engine } from '../src/transports/engine/server.ts'
import { publishingBy } from '../src/transports/native-adapter.ts'

const options = {
  pingInterval: 300,
  pingTimeout: 200,
  maxPayload: 1_000_000,
  maxWaiting: 1_000_000,
  origins: ['*'],
}

const engine = new Engine(options)
let server: BunServer<unknown> | undefined

function echo() {
  engine.on('connection', (session) => {
    session.on('data', ((data: string) => session.write(data)) as never)
  })
}

function talk() {
  const io = new Server({ connectTimeout: 1000 })
  io.adapter(publishingBy((topic, frame) => void server?.publish(topic, frame)))
  io.bind(engine)
  io.on('connection', (socket) => {
    socket.emit('auth', socket.handshake.auth)
    socket.on('message', (...args) => socket.emit('message-back', ...args))
    socket.on('message-with-ack', (...args) => args.pop()(...args))
  })
  io.of('/custom').on('connection', (socket) => {
    socket.emit('auth', socket.handshake.auth)
  })
}

if (process.argv[2] === 'engine.io') echo()
else talk()
server = Bun.serve({
  port: Number(process.env.PORT ?? 3000),
  idleTimeout: 10,
  websocket: engine.websocket as unknown as Bun.WebSocketHandler<unknown>,
  fetch: (request, server) => sayingClose(request, engine.handle(request, server)),
})
console.log(`protocol server on ${server.url}`)
