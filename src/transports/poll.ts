import type { House, Proven } from '../http/house.ts'
import { type Cursor, writeCursor } from '../log/entry.ts'
import type { Wire } from './connection.ts'
import type { Hub } from './hub.ts'

export interface PollOptions {
  after: Cursor | undefined
  /** Seconds to wait for something to happen; 0 answers at once. */
  wait: number
  limit: number
}

/** The same as a stream, ended after the first things that it has to say. */
export async function servePoll(house: House, hub: Hub, who: Proven, request: Request, options: PollOptions) {
  const { tail } = house
  const texts: string[] = []
  let last = 0
  let full = false
  let live = false
  const { promise: done, resolve: finish } = Promise.withResolvers<void>()

  const wire: Wire = {
    transport: 'poll',
    entry(text, seq) {
      if (full) return
      texts.push(text)
      last = seq
      full = texts.length >= options.limit
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
    end: () => finish(),
  }

  const connection = hub.open(who, wire, options.after)
  const timer = setTimeout(finish, options.wait === 0 ? 30_000 : options.wait * 1000)
  request.signal.addEventListener('abort', () => finish(), { once: true })
  await done
  clearTimeout(timer)
  hub.close(connection)
  const seq = full || !live ? last || (options.after?.seq ?? 0) : Math.max(last, tail.head.seq)
  const cursor = writeCursor({ epoch: tail.head.epoch, seq })
  return new Response(`{"entries":[${texts.join()}],"cursor":"${cursor}","complete":${live && !full}}`, {
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Cache-Control': 'no-store',
      'Parley-Cursor': cursor,
    },
  })
}
