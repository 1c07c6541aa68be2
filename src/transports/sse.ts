import type { House, Proven } from '../http/house.ts'
import { type Cursor, writeCursor } from '../log/entry.ts'
import type { Connection, Wire } from './connection.ts'
import type { Hub } from './hub.ts'

const encoder = new TextEncoder()

/**
 * One stream of server-sent events (WHATWG HTML, 9.2): each entry is a message whose id is the cursor, so a native
 * `EventSource` comes back with `Last-Event-ID` and misses nothing. Signals are events named `signal`, without an id.
 */
export function serveStream(house: House, hub: Hub, who: Proven, after: Cursor | undefined): Response {
  const { config, tail } = house
  let connection: Connection | undefined
  let controller: ReadableStreamDefaultController<Uint8Array>
  let taken: (() => void) | undefined
  const cursorOf = (seq: number) => writeCursor({ epoch: tail.head.epoch, seq })

  function write(text: string) {
    if (connection?.closed) return
    controller.enqueue(encoder.encode(text))
    // Catching up waits for the reader; what is live cannot wait, so a reader who does not keep up is cut off.
    if (connection && !connection.catchingUp && (controller.desiredSize ?? 0) <= 0) cut()
  }
  function cut() {
    house.metrics.cutOff.inc({ reason: 'slow' })
    wire.end('slow')
    if (connection) hub.close(connection)
  }

  const wire: Wire = {
    transport: 'sse',
    entry: (text, seq) => write(`id: ${cursorOf(seq)}\ndata: ${text}\n\n`),
    signal: (text) => write(`event: signal\ndata: ${text}\n\n`),
    ready: (seq) => write(`id: ${cursorOf(seq)}\nevent: ready\ndata: {"cursor":"${cursorOf(seq)}"}\n\n`),
    async drained() {
      if ((controller.desiredSize ?? 0) <= 0) await new Promise<void>((resolve) => (taken = resolve))
    },
    end() {
      clearInterval(heartbeat)
      taken?.()
      try {
        controller.close()
      } catch {
        // The other side was first.
      }
    },
  }
  const heartbeat = setInterval(() => write(': still here\n\n'), config.heartbeatMs)
  heartbeat.unref()

  const stream = new ReadableStream<Uint8Array>(
    {
      start(given) {
        controller = given
        // Some proxies and clients wait for a first byte before they say that the stream is open.
        write('retry: 2000\n: welcome\n\n')
        connection = hub.open(who, wire, after)
      },
      pull() {
        taken?.()
        taken = undefined
      },
      cancel() {
        clearInterval(heartbeat)
        taken?.()
        if (connection) hub.close(connection)
      },
    },
    { highWaterMark: config.maxBufferBytes, size: (chunk) => chunk?.byteLength ?? 0 },
  )
  return new Response(stream, {
    headers: {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-cache, no-transform',
      'X-Accel-Buffering': 'no',
    },
  })
}
