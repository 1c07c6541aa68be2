import type { ExpressionBuilder } from 'kysely'
import type { Db } from '../db/open.ts'
import type { Schema } from '../db/schema.ts'
import { type Cursor, type Entry, writeCursor } from './entry.ts'

export interface Page {
  entries: Entry[]
  /** Everything up to and including this number has been looked at. */
  seq: number
  /** Nothing more was there when this page was read. */
  complete: boolean
}

const MOST_PER_PAGE = 1000
const FIRST_WIDTH = 2048
const MOST_WIDTH = 65_536
/** Who hears at least one in so many of the entries is served by walking the log; others by looking into his streams. */
const DENSE = 16

/**
 * What one user may hear after a number, in order: his follows joined with the log, up to `limit` entries a page.
 * The log is looked at part by part, each part once: in a part of which he hears much it is walked entry by entry, and
 * where he hears little, his streams are looked into over ever larger parts.
 */
export async function readAfter(db: Db, userId: string, after: number, limit = MOST_PER_PAGE): Promise<Page> {
  const { seq: head } = await readHead(db)
  const entries: Entry[] = []
  let seq = after
  let width = FIRST_WIDTH
  let dense = true
  while (seq < head && entries.length < limit) {
    const end = Math.min(head, seq + width)
    const room = limit - entries.length
    const found = await readPart(db, userId, dense, seq, end, room)
    entries.push(...found)
    const last = found.length < room ? end : found.at(-1)!.seq
    dense = found.length * DENSE >= last - seq
    width = dense ? FIRST_WIDTH : Math.min(width * 4, MOST_WIDTH)
    seq = last
  }
  return { entries, seq: Math.max(seq, after), complete: seq >= head }
}

function readPart(
  db: Db,
  userId: string,
  dense: boolean,
  after: number,
  end: number,
  room: number,
): Promise<Entry[]> {
  return (dense ? walk(db, userId) : lookInto(db, userId))
    .selectAll('entries')
    .where('entries.seq', '>', after)
    .where('entries.seq', '<=', end)
    .orderBy('entries.seq')
    .limit(room)
    .execute()
}

function walk(db: Db, userId: string) {
  return db.reader.selectFrom('entries').where(({ exists, selectFrom }) =>
    exists(
      selectFrom('follows')
        .select('follows.stream')
        .where('follows.user_id', '=', userId)
        .whereRef('follows.stream', '=', 'entries.stream')
        .whereRef('follows.from_seq', '<=', 'entries.seq')
        .where((is) => stillFollowed(is)),
    ),
  )
}

function lookInto(db: Db, userId: string) {
  return db.reader
    .selectFrom('follows')
    .innerJoin('entries', (join) =>
      join
        .onRef('entries.stream', '=', 'follows.stream')
        .onRef('entries.seq', '>=', 'follows.from_seq')
        .on((is) => stillFollowed(is)),
    )
    .where('follows.user_id', '=', userId)
}

/** The window has no end, or ends with this entry or a later one. */
function stillFollowed(is: ExpressionBuilder<Schema, 'follows' | 'entries'>) {
  return is.or([is('follows.until_seq', 'is', null), is('follows.until_seq', '>=', is.ref('entries.seq'))])
}

export function readHead(db: Db) {
  return db.reader.selectFrom('log_head').selectAll().where('id', '=', 1).executeTakeFirstOrThrow()
}

/** Everything in a range of the log, for the tail. */
export function readRange(db: Db, after: number, limit: number): Promise<Entry[]> {
  return db.reader
    .selectFrom('entries')
    .selectAll()
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(limit)
    .execute()
}

/**
 * Why a cursor cannot be gone on from, if it cannot: the log has been restored from a backup since (`restored`), or
 * what comes after the cursor has been pruned (`pruned`).
 */
export function gapBefore(cursor: Cursor, head: { epoch: string; seq: number; floor: number }) {
  if (cursor.epoch !== head.epoch || cursor.seq > head.seq) return 'restored' as const
  if (cursor.seq < head.floor) return 'pruned' as const
  return undefined
}

export type GapReason = NonNullable<ReturnType<typeof gapBefore>>

/** The one entry that stands for all that is missing: fetch your state anew, and go on from here. */
export function gapEntry(
  cursor: Cursor,
  head: { epoch: string; seq: number },
  reason: GapReason,
  at: number,
): Entry {
  const body = { reason, after: writeCursor(cursor), cursor: writeCursor(head) }
  return {
    seq: head.seq,
    stream: 'log',
    kind: 'log.gap',
    at,
    actor_id: null,
    about: null,
    body: JSON.stringify(body),
    alert: null,
  }
}
