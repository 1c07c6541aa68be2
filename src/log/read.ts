import type { Db } from '../db/open.ts'
import { type Cursor, type Entry, writeCursor } from './entry.ts'

export interface Page {
  entries: Entry[]
  /** Everything up to and including this number has been looked at. */
  seq: number
  /** Nothing more was there when this page was read. */
  complete: boolean
}

const WINDOW = 4096
const MOST_PER_PAGE = 1000

/**
 * What one user may hear after a number, in order: his follows joined with the log, up to `limit` entries a page.
 * The log is walked in windows that grow while they yield little, so that each part of it is looked at once, both
 * by somebody who hears nearly everything and by somebody who hears one entry in a million.
 */
export async function readAfter(db: Db, userId: string, after: number, limit = MOST_PER_PAGE): Promise<Page> {
  const { seq: head } = await readHead(db)
  const entries: Entry[] = []
  let seq = after
  for (let width = WINDOW; seq < head && entries.length < limit; width *= 4) {
    const end = Math.min(head, seq + width)
    const found = await readWindow(db, userId, seq, end, limit - entries.length)
    entries.push(...found)
    seq = entries.length < limit ? end : found.at(-1)!.seq
  }
  return { entries, seq: Math.max(seq, after), complete: seq >= head }
}

function readWindow(db: Db, userId: string, after: number, end: number, limit: number): Promise<Entry[]> {
  return db.reader
    .selectFrom('follows')
    .innerJoin('entries', (join) =>
      join
        .onRef('entries.stream', '=', 'follows.stream')
        .onRef('entries.seq', '>=', 'follows.from_seq')
        .on((is) =>
          is.or([is('follows.until_seq', 'is', null), is('entries.seq', '<=', is.ref('follows.until_seq'))]),
        ),
    )
    .selectAll('entries')
    .where('follows.user_id', '=', userId)
    .where('entries.seq', '>', after)
    .where('entries.seq', '<=', end)
    .orderBy('entries.seq')
    .limit(limit)
    .execute()
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
  }
}
