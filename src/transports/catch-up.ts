import type { House } from '../http/house.ts'
import { type Cursor, type Entry, encode } from '../log/entry.ts'
import { storedStreamsOf } from '../log/follows.ts'
import { gapBefore, gapEntry, readAfter, readHead } from '../log/read.ts'
import type { Connection, Wire } from './connection.ts'

/**
 * Sends everything after a cursor, page by page, as fast as the other side takes it; then, in the very tick in which
 * the connection has heard all that was published to its streams, calls `live`.
 */
export async function catchUp(
  house: House,
  connection: Connection,
  after: Cursor | undefined,
  live: () => void,
): Promise<void> {
  const { db, metrics } = house
  const { wire } = connection
  let seq = await begin(house, connection, after)
  await learnStreams(house, connection)
  // Nothing lies before; what came meanwhile is remembered, for streams that are watched, too.
  if (!after && (await isAbreast(house)) && (await bridge(house, connection, seq, live))) return
  while (!connection.closed) {
    const page = await readAfter(db, connection.who.id, seq)
    await sendAll(wire, page.entries)
    metrics.caughtUp.inc(page.entries.length)
    seq = page.seq
    if (page.complete && (await bridge(house, connection, seq, live))) return
  }
}

const MOST_AT_ONCE = 65_536

async function sendAll(wire: Wire, entries: Entry[]): Promise<void> {
  let written = 0
  for (const entry of entries) {
    const text = encode(entry)
    wire.entry(text, entry.seq)
    written += text.length
    if (written < MOST_AT_ONCE) continue
    await wire.drained()
    written = 0
  }
  await wire.drained()
}

/** Answers the number to go on from; where the cursor is of no use any more, says so with one `log.gap` entry. */
async function begin(
  { db, tail, clock }: House,
  { wire }: Connection,
  after: Cursor | undefined,
): Promise<number> {
  if (!after) return tail.head.seq
  const head = await readHead(db)
  const reason = gapBefore(after, head)
  if (!reason) return after.seq
  wire.entry(encode(gapEntry(after, head, reason, clock.now())), head.seq)
  return head.seq
}

/** Reads anew when a stream was joined or left while we were reading. */
async function learnStreams(house: House, connection: Connection): Promise<void> {
  let before: number
  do {
    before = connection.movedAt
    const followed = await storedStreamsOf(house.db.reader, connection.who.id)
    if (connection.movedAt === before) for (const stream of followed) connection.streams.add(stream)
  } while (connection.movedAt !== before)
}

/** What somebody follows is read from the database, which may be ahead of what has been published here; then it is looked at. */
async function isAbreast({ db, tail }: House): Promise<boolean> {
  const { seq } = await readHead(db)
  if (tail.head.seq < seq) await tail.look()
  return tail.head.seq >= seq
}

/**
 * Sends what was published between the last page and now, from memory, and goes live without giving anybody a turn in
 * between. Answers false where that cannot be done exactly, because too much happened or the streams changed
 * meanwhile; then another page is read.
 */
async function bridge(
  { tail }: House,
  connection: Connection,
  seq: number,
  live: () => void,
): Promise<boolean> {
  if (tail.head.seq < seq) await tail.look()
  const rest = tail.since(seq)
  if (!rest || connection.movedAt > seq || tail.head.seq < seq) return false
  for (const entry of rest)
    if (connection.streams.has(entry.stream)) connection.wire.entry(encode(entry), entry.seq)
  live()
  return true
}
