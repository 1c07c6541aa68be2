import type { Db } from '../db/open.ts'
import type { Logger } from '../logger.ts'
import type { Bell } from './bell.ts'
import type { Cursor, Entry } from './entry.ts'
import type { Numbered, NumberedMove } from './number.ts'
import { readHead, readRange } from './read.ts'

/** Hears the log in order. A listener must not wait for anything: it is called for the next entry at once. */
export interface Listener {
  entry(entry: Entry): void
  moved?(move: NumberedMove): void
}

export interface Tail {
  /** The last number that was published here, and the life of the log that it belongs to. */
  readonly head: Cursor
  listen(listener: Listener): void
  /** What was published after a number, if that is still remembered; this needs no waiting. */
  since(seq: number): Entry[] | undefined
  /** Takes over what a commit of this process has added. */
  handOver(numbered: Numbered): void
  /** Looks whether others have added something. Resolves when everything that was there is published. */
  look(): Promise<void>
  close(): Promise<void>
}

const LOOK_EVERY_MS = 1000
const MOST_PER_READ = 500
const REMEMBERED = 1024

/** Each process reads the log once, in order, and publishes each entry to its own connections. */
export async function openTail(db: Db, bell: Bell, logger: Logger): Promise<Tail> {
  const { epoch, seq } = await readHead(db)
  const head = { epoch, seq }
  const listeners: Listener[] = []
  const recent: Entry[] = []
  let looking: Promise<void> | undefined
  let lookAgain = false
  let closed = false

  function publish({ entries, moves }: Numbered) {
    const bySeq = new Map<number, NumberedMove[]>()
    for (const move of moves) bySeq.set(move.seq, [...(bySeq.get(move.seq) ?? []), move])
    for (const entry of entries) {
      head.seq = entry.seq
      recent.push(entry)
      const here = bySeq.get(entry.seq)
      if (here) tellMoves(here.filter((move) => move.opens))
      tell((listener) => listener.entry(entry))
      if (here) tellMoves(here.filter((move) => !move.opens))
    }
    if (recent.length > 2 * REMEMBERED) recent.splice(0, recent.length - REMEMBERED)
  }

  function since(seq: number): Entry[] | undefined {
    if (seq >= head.seq) return []
    const first = recent[0]
    return first && first.seq <= seq + 1 ? recent.slice(seq + 1 - first.seq) : undefined
  }

  function tellMoves(moves: NumberedMove[]) {
    for (const move of moves) tell((listener) => listener.moved?.(move))
  }

  function tell(what: (listener: Listener) => void) {
    for (const listener of listeners) {
      try {
        what(listener)
      } catch (error) {
        logger.error({ err: error }, 'a listener of the log failed')
      }
    }
  }

  async function readOn() {
    for (;;) {
      const entries = await readRange(db, head.seq, MOST_PER_READ)
      if (entries.length === 0 || closed) return
      const moves = await readMoves(db, entries[0]!.seq, entries.at(-1)!.seq)
      const fresh = entries.filter((entry) => entry.seq > head.seq)
      publish({ entries: fresh, moves })
    }
  }

  function look(): Promise<void> {
    if (looking) {
      lookAgain = true
      return looking
    }
    looking = readOn()
      .catch((error) => {
        if (!closed) logger.warn({ err: error }, 'the log could not be read; trying again')
      })
      .finally(() => {
        looking = undefined
        if (lookAgain && !closed) {
          lookAgain = false
          return look()
        }
      })
    return looking
  }

  function handOver(numbered: Numbered) {
    const first = numbered.entries[0]
    if (!first) return
    // Something of another process lies between, or is being read just now: the log itself has the order.
    if (looking || first.seq !== head.seq + 1) void look()
    else publish(numbered)
    bell.ring()
  }

  bell.onRing(() => void look())
  const timer = setInterval(() => void look(), LOOK_EVERY_MS)
  timer.unref()

  return {
    head,
    listen: (listener) => void listeners.push(listener),
    since,
    handOver,
    look,
    async close() {
      closed = true
      clearInterval(timer)
      await looking
    },
  }
}

/**
 * The follows that changed in a range of the log, as the moves that they are. A row remembers its last move only: one
 * that opened in the range may have been closed after it, so all that moved since are looked at.
 */
async function readMoves(db: Db, from: number, until: number): Promise<NumberedMove[]> {
  const rows = await db.reader.selectFrom('follows').selectAll().where('moved_seq', '>=', from).execute()
  const moves: NumberedMove[] = []
  const within = (seq: number | null) => seq !== null && seq >= from && seq <= until
  for (const { stream, user_id, from_seq, until_seq } of rows) {
    const move = { stream, userIds: [user_id], place: 0 }
    if (within(from_seq)) moves.push({ ...move, opens: true, seq: from_seq })
    if (within(until_seq)) moves.push({ ...move, opens: false, seq: until_seq! })
  }
  return moves
}
