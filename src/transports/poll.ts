import { mustHurry } from '../http/hang-up.ts'
import type { House, Proven } from '../http/house.ts'
import { type Cursor, writeCursor } from '../log/entry.ts'
import { Problem } from '../problem.ts'
import type { EndReason, Wire } from './connection.ts'
import type { Hub } from './hub.ts'

export interface PollOptions {
  after: Cursor | undefined
  /** Seconds to wait for something to happen; 0 answers at once. */
  wait: number
  limit: number
}

const SECONDS_TO_TAKE_THE_ANSWER = 120
const MOST_WAIT_FOR_NOTHING_MS = 30_000

/**
 * The same as a stream, ended after the first things that it has to say.
 * @throws Problem too_many, unauthenticated, unavailable
 */
export async function servePoll(house: House, hub: Hub, who: Proven, request: Request, options: PollOptions) {
  const { tail, config } = house
  const { epoch, seq: begun } = tail.head
  const texts: string[] = []
  let bytes = 0
  let last: number | undefined
  let full = false
  let live = false
  let ended: { reason: EndReason; head: number } | undefined
  const { promise: done, resolve: finish } = Promise.withResolvers<void>()

  const wire: Wire = {
    transport: 'poll',
    entry(text, seq) {
      if (full) return
      texts.push(text)
      bytes += text.length
      last = seq
      full = texts.length >= options.limit || bytes >= config.maxBufferBytes
      if (full) finish()
      // What happened in the same tick comes along.
      else if (live) setImmediate(finish)
    },
    signal() {},
    ready() {
      live = true
      if (texts.length > 0 || options.wait === 0) finish()
    },
    drained: async () => {},
    end(reason) {
      ended = { reason, head: tail.head.seq }
      finish()
    },
  }

  /** Where to go on from: what has been looked at, or, if that was nothing, where it began. */
  function reached(): Cursor {
    const head = ended?.head ?? tail.head.seq
    if (live && !full) return { epoch, seq: Math.max(last ?? 0, head) }
    return last === undefined ? (options.after ?? { epoch, seq: begun }) : { epoch, seq: last }
  }

  const connection = hub.open(who, wire, options.after)
  const timer = setTimeout(finish, options.wait === 0 ? MOST_WAIT_FOR_NOTHING_MS : options.wait * 1000)
  request.signal.addEventListener('abort', () => finish(), { once: true })
  await done
  clearTimeout(timer)
  hub.close(connection)
  if (ended?.reason === 'failed') throw new Problem('unavailable', 'The log could not be read')
  mustHurry(request, SECONDS_TO_TAKE_THE_ANSWER)
  const cursor = writeCursor(reached())
  return new Response(`{"entries":[${texts.join()}],"cursor":"${cursor}","complete":${live && !full}}`, {
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Cache-Control': 'no-store',
      'Parley-Cursor': cursor,
    },
  })
}
