import { mustHurry } from '../http/hang-up.ts'
import type { House, Proven } from '../http/house.ts'
import { type Cursor, writeCursor } from '../log/entry.ts'
import type { Connection, Wire } from './connection.ts'
import type { Hub } from './hub.ts'

const SECONDS_TO_TAKE_THE_REST = 5
const encoder = new TextEncoder()

/** Puts what there is to say into frames. `settled` resolves when all that it was given has been written. */
export interface Frames extends Pick<Wire, 'entry' | 'signal' | 'ready'> {
  settled?(): Promise<void>
}
interface Line {
  write(frame: string): void
  cursorOf(seq: number): string
  /** Something could not be said: the other side comes back for it. */
  fail(): void
}
export type Framing = (line: Line) => Frames

/** Entries as they are, as the log has encoded them. */
const asTheyAre: Framing = ({ write, cursorOf }) => ({
  entry: (text, seq) => write(`id: ${cursorOf(seq)}\ndata: ${text}\n\n`),
  signal: (text) => write(`event: signal\ndata: ${text}\n\n`),
  ready: (seq) => write(readyFrame(cursorOf(seq))),
})

/** Everything missed has been said. Its id is where one who hears nothing more comes back to. */
export const readyFrame = (cursor: string) => `id: ${cursor}\nevent: ready\ndata: {"cursor":"${cursor}"}\n\n`

/**
 * One stream of server-sent events (WHATWG HTML, 9.2): each entry is a message whose id is the cursor, so a native
 * `EventSource` comes back with `Last-Event-ID` and misses nothing. Signals are events named `signal`, without an id.
 * @throws Problem too_many, unauthenticated
 */
export function serveStream(
  house: House,
  hub: Hub,
  who: Proven,
  request: Request,
  after: Cursor | undefined,
  framing: Framing = asTheyAre,
): Response {
  const { config, tail } = house
  let connection: Connection | undefined
  let controller!: ReadableStreamDefaultController<Uint8Array>
  /** Called when the reader has taken what waited for him; `stuck` is what it was at the last heartbeat. */
  let taken: (() => void) | undefined
  let stuck: (() => void) | undefined
  let judging = false
  const cursorOf = (seq: number) => writeCursor({ epoch: tail.head.epoch, seq })
  const isBehind = () => (controller.desiredSize ?? 0) <= 0
  const isTooSlow = () => connection && !connection.closed && !connection.catchingUp && isBehind()

  function write(text: string) {
    if (connection?.closed) return
    controller.enqueue(encoder.encode(text))
    // Catching up waits for the reader; what is live cannot wait, so a reader who does not keep up is cut off. What is
    // said in one tick cannot be taken before the next.
    if (judging || !isTooSlow()) return
    judging = true
    setImmediate(judge)
  }
  function judge() {
    judging = false
    if (isTooSlow()) cut('slow')
  }
  function cut(reason: 'slow' | 'failed') {
    house.metrics.cutOff.inc({ reason })
    wire.end(reason)
    if (connection) hub.close(connection)
  }
  function beat() {
    if (!taken) write(': still here\n\n')
    else if (taken === stuck) cut('slow')
    stuck = taken
  }
  function wake() {
    taken?.()
    taken = undefined
  }

  const frames = framing({ write, cursorOf, fail: () => cut('failed') })
  const wire: Wire = {
    transport: 'sse',
    ...frames,
    async drained() {
      await frames.settled?.()
      if (isBehind()) await new Promise<void>((resolve) => (taken = resolve))
    },
    end() {
      clearInterval(heartbeat)
      wake()
      mustHurry(request, SECONDS_TO_TAKE_THE_REST)
      try {
        controller.close()
      } catch {
        // The other side was first.
      }
    },
  }

  const stream = new ReadableStream<Uint8Array>(
    {
      start(given) {
        controller = given
      },
      pull: wake,
      cancel() {
        clearInterval(heartbeat)
        wake()
        if (connection) hub.close(connection)
      },
    },
    { highWaterMark: config.maxBufferBytes, size: (chunk) => chunk?.byteLength ?? 0 },
  )
  // Some proxies and clients wait for a first byte before they say that the stream is open.
  write('retry: 2000\n: welcome\n\n')
  connection = hub.open(who, wire, after)
  const heartbeat = setInterval(beat, config.heartbeatMs)
  heartbeat.unref()
  return new Response(stream, {
    headers: {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-cache, no-transform',
      'X-Accel-Buffering': 'no',
    },
  })
}
