import { io, type Socket } from 'socket.io-client'
import type { Wired } from './doors.ts'

// biome-ignore lint/suspicious/noExplicitAny: a problem or a signal as it comes over the wire
type Loose = any

/** Somebody who listens at a door, until the server, or he himself, has enough of it. He does not come back. */
export interface Listener {
  heard: Wired[]
  signals: Loose[]
  cursor: string | undefined
  /** Everything missed has been heard. */
  ready: Promise<void>
  /** How it ended: refused with a problem, or cut. */
  ended: Promise<{ problem?: Loose; reason?: string }>
  isOver(): boolean
  close(): void
}

export type Listen = (url: string, token: string | undefined, after?: string) => Listener

function newListener(close: () => void) {
  const ready = Promise.withResolvers<void>()
  const ended = Promise.withResolvers<{ problem?: Loose; reason?: string }>()
  let over = false
  const listener: Listener = {
    heard: [],
    signals: [],
    cursor: undefined,
    ready: ready.promise,
    ended: ended.promise,
    isOver: () => over,
    close,
  }
  return {
    listener,
    hear(entry: Wired, cursor: string) {
      listener.heard.push(entry)
      listener.cursor = cursor
    },
    ready: () => ready.resolve(),
    end(how: { problem?: Loose; reason?: string }) {
      over = true
      ended.resolve(how)
    },
  }
}

export interface SocketListener extends Listener {
  socket: Socket
  /** Asks a verb and answers its acknowledgement. */
  ask(verb: string, input?: unknown): Promise<Loose>
}

export function listenBySocket(transports: string[], more: object = {}) {
  return (url: string, token: unknown, after?: unknown): SocketListener => {
    const auth = { token, after }
    const socket = io(`${url}/v1`, { transports, forceNew: true, reconnection: false, auth, ...more })
    const { listener, hear, ready, end } = newListener(() => socket.disconnect())
    socket.on('entry', hear)
    socket.on('signal', (signal) => void listener.signals.push(signal))
    socket.on('ready', ready)
    socket.on('disconnect', (reason) => end({ reason }))
    socket.on('connect_error', (error) =>
      end({ problem: (error as { data?: unknown }).data ?? String(error) }),
    )
    const ask = (verb: string, input?: unknown) => socket.timeout(10_000).emitWithAck(verb, input)
    return Object.assign(listener, { socket, ask })
  }
}

const bearer = (token?: string): Record<string, string> => (token ? { Authorization: `Bearer ${token}` } : {})

/** Reads server-sent events by hand, so that how they end can be seen. */
export const listenToStream: Listen = (url, token, after) => {
  const leave = new AbortController()
  const { listener, hear, ready, end } = newListener(() => leave.abort())
  function take(event: string) {
    const field = (name: string) => event.match(new RegExp(`^${name}: (.*)$`, 'm'))?.[1]
    const data = field('data')
    if (data === undefined) return
    if (field('event') === 'ready') ready()
    else if (field('event') === 'signal') listener.signals.push(JSON.parse(data))
    else hear(JSON.parse(data), field('id')!)
  }
  async function read() {
    const query = after === undefined ? '' : `?after=${encodeURIComponent(after)}`
    const answer = await fetch(`${url}/api/v1/log/stream${query}`, {
      headers: bearer(token),
      signal: leave.signal,
    })
    if (!answer.ok) return end({ problem: await answer.json() })
    let text = ''
    const decoder = new TextDecoder()
    for await (const chunk of answer.body!) {
      const events = (text + decoder.decode(chunk, { stream: true })).split('\n\n')
      text = events.pop()!
      events.forEach(take)
    }
    end({ reason: 'the stream ended' })
  }
  read().catch((error) => end({ reason: String(error) }))
  return listener
}

function askingAfter(cursor: string | undefined, wait: number): string {
  return cursor === undefined ? '' : `?wait=${wait}&after=${encodeURIComponent(cursor)}`
}

/** Polls, one request after the other, until it is refused. */
export const listenByPolling: Listen = (url, token, after) => {
  const leave = new AbortController()
  const { listener, hear, ready, end } = newListener(() => leave.abort())
  async function read() {
    for (let cursor = after; !leave.signal.aborted; cursor = listener.cursor) {
      const query = askingAfter(cursor, listener.cursor ? 20 : 0)
      const answer = await fetch(`${url}/api/v1/log${query}`, {
        headers: bearer(token),
        signal: leave.signal,
      })
      // biome-ignore lint/suspicious/noExplicitAny: a page or a problem
      const page = (await answer.json()) as any
      if (!answer.ok) return end({ problem: page })
      for (const entry of page.entries) hear(entry, page.cursor)
      listener.cursor = page.cursor
      if (page.complete) ready()
    }
    end({ reason: 'left' })
  }
  read().catch((error) => end({ reason: String(error) }))
  return listener
}

export const listenByWebSocket = listenBySocket(['websocket'])

/** Every way to listen. */
export const listens: Record<string, Listen> = {
  'Socket.IO over WebSocket': listenByWebSocket,
  'Socket.IO over polling': listenBySocket(['polling']),
  'server-sent events': listenToStream,
  'plain HTTP': listenByPolling,
}
