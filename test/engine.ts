import type { Server } from 'bun'
import { sayingClose } from '../src/http/hang-up.ts'
import type { Data } from '../src/transports/engine/packet.ts'
import { Engine, type EngineOptions } from '../src/transports/engine/server.ts'
import type { Session } from '../src/transports/engine/session.ts'
import { until } from './until.ts'

const usual: EngineOptions = {
  pingInterval: 25_000,
  pingTimeout: 20_000,
  maxPayload: 10_000,
  maxWaiting: 100_000,
  origins: [],
}

/** The engine alone on a free port: it remembers its sessions, what they said, and why they ended. */
export function testEngine(options: Partial<EngineOptions> = {}) {
  const engine = new Engine({ ...usual, ...options })
  const opened: Session[] = []
  const heard: Data[] = []
  const ended: string[] = []
  engine.on('connection', (session) => {
    opened.push(session)
    session.on('data', ((data: Data) => void heard.push(data)) as never)
    session.on('close', ((reason: string) => void ended.push(reason)) as never)
  })
  const server: Server<unknown> = Bun.serve({
    port: 0,
    websocket: engine.websocket as unknown as Bun.WebSocketHandler<unknown>,
    fetch: (request, server) => sayingClose(request, engine.handle(request, server)),
    error: () => new Response(null, { status: 500 }),
  })
  const address = `http://127.0.0.1:${server.port}/socket.io/?EIO=4`
  const sidOf = (sid: string | undefined) => (sid === undefined ? '' : `&sid=${sid}`)

  function poll(sid: string | undefined, init?: RequestInit): Promise<Response> {
    return fetch(`${address}&transport=polling${sidOf(sid)}`, init)
  }
  return {
    engine,
    opened,
    heard,
    ended,
    address,
    poll,
    post: (sid: string, body: string) => poll(sid, { method: 'POST', body }),
    /** The bodies of one poll after the other, packets apart. */
    async packets(sid: string): Promise<string[]> {
      return (await (await poll(sid)).text()).split('\x1e')
    },
    async openPolling(): Promise<string> {
      const greeting = await (await poll(undefined)).text()
      return JSON.parse(greeting.slice(1)).sid
    },
    openSocket: (sid?: string) =>
      rawSocket(`${address}&transport=websocket${sidOf(sid)}`.replace('http', 'ws')),
    allGone: () => until(() => engine.sessions.size === 0),
    async [Symbol.asyncDispose]() {
      engine.close()
      await server.stop(true)
    },
  }
}

/** A WebSocket that remembers what it was told. */
export function rawSocket(url: string) {
  const socket = new WebSocket(url)
  socket.binaryType = 'arraybuffer'
  const told: (string | ArrayBuffer)[] = []
  const open = Promise.withResolvers<void>()
  const gone = Promise.withResolvers<void>()
  socket.onopen = () => open.resolve()
  socket.onmessage = ({ data }) => void told.push(data)
  socket.onclose = () => {
    open.resolve()
    gone.resolve()
  }
  return {
    told,
    opened: open.promise,
    closed: gone.promise,
    say: (data: string | Uint8Array<ArrayBuffer>) => socket.send(data),
    close: () => socket.close(),
    isOpen: () => socket.readyState === WebSocket.OPEN,
    toldAtLeast: (many: number) => until(() => told.length >= many),
  }
}

export type RawSocket = ReturnType<typeof rawSocket>
