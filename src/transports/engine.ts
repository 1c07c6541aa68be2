import { Server as BunEngine } from '@socket.io/bun-engine'
import type { Server as BunServer } from 'bun'

type Options = NonNullable<ConstructorParameters<typeof BunEngine>[0]>
type Handled = Parameters<BunEngine['handleRequest']>
type EngineWebSocket = Parameters<BunEngine['onWebSocketOpen']>[0]
type EngineSocket = { id: string; transport: { name: string }; once(event: 'close', listener: () => void): void }

/** A WebSocket that nobody wants: closed as soon as it is open. */
const refused = {
  onOpen: (ws: EngineWebSocket) => ws.close(1000),
  onMessage() {},
  onCloseEvent() {},
}

/**
 * Engine.IO (protocol 4) on Bun's own server. Adds to the stock engine what the protocol's test suite asks for: a second
 * WebSocket with the session id of an upgraded connection is accepted and closed, and leaves the first one alone.
 */
export function openEngine(options: Options) {
  const engine = new BunEngine(options)
  const sockets = new Map<string, EngineSocket>()
  engine.on('connection', (given) => {
    const socket = given as unknown as EngineSocket
    sockets.set(socket.id, socket)
    socket.once('close', () => sockets.delete(socket.id))
  })

  function handle(request: Request, server: BunServer<unknown>): Promise<Response> {
    if (request.headers.has('upgrade')) {
      const sid = new URL(request.url).searchParams.get('sid')
      const known = sid === null ? undefined : sockets.get(sid)
      if (known?.transport.name === 'websocket' && server.upgrade(request, { data: { transport: refused } }))
        return Promise.resolve(new Response(null))
    }
    return engine.handleRequest(request, server as Handled[1])
  }

  return { engine, handle, handlers: engine.handler().websocket }
}

export type Engine = ReturnType<typeof openEngine>
