import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { second } from '../clock.ts'
import type { Db } from '../db/open.ts'
import type { Logger } from '../logger.ts'
import type { Cursor } from './entry.ts'
import { startNewEpoch } from './new-epoch.ts'
import { readHead } from './read.ts'
import type { Tail } from './tail.ts'

/** For each life of the log, the highest number that was ever seen on this disk. */
type Heads = Record<string, number>

const LOOK_EVERY_MS = second
const fileIn = (dataDir: string) => join(dataDir, 'log-head.json')

function readHeads(dataDir: string): Heads {
  try {
    const read: unknown = JSON.parse(readFileSync(fileIn(dataDir), 'utf8'))
    return read && typeof read === 'object' ? (read as Heads) : {}
  } catch {
    return {}
  }
}

/** Moves a number up, never down: another process may have come further. */
function raiseHead(dataDir: string, { epoch, seq }: Cursor): void {
  const heads = readHeads(dataDir)
  if ((heads[epoch] ?? -1) >= seq) return
  const fresh = `${fileIn(dataDir)}.${process.pid}`
  writeFileSync(fresh, `${JSON.stringify({ ...heads, [epoch]: seq })}\n`, { mode: 0o600 })
  renameSync(fresh, fileIn(dataDir))
}

/**
 * A log that ends before a number that was seen here has come back from a backup: it gets a new epoch. Only for
 * SQLite; the hosts of a PostgreSQL database may have been away for long, and there `parley db new-epoch` is the way.
 */
export async function recognizeRestore(db: Db, dataDir: string, logger: Logger): Promise<boolean> {
  if (db.dialect !== 'sqlite') return false
  // The file first: what it says was in the database before, so that a server at work is not taken for a restore.
  const heads = readHeads(dataDir)
  const { epoch, seq } = await readHead(db)
  const seen = heads[epoch] ?? 0
  if (seq >= seen) return false
  const next = await startNewEpoch(db)
  logger.warn({ seq, seen, epoch: next }, 'the database was restored from a backup; its log has a new epoch')
  return true
}

/** Notes how far the log has come, at most once a second and at the end. */
export function rememberHead(
  db: Pick<Db, 'dialect'>,
  dataDir: string,
  tail: Pick<Tail, 'head'>,
  logger: Logger,
  everyMs = LOOK_EVERY_MS,
) {
  if (db.dialect !== 'sqlite') return { close() {} }
  let noted: number | undefined

  function note() {
    if (tail.head.seq === noted) return
    try {
      raiseHead(dataDir, tail.head)
      noted = tail.head.seq
    } catch (error) {
      logger.warn({ err: error }, 'how far the log has come could not be noted')
    }
  }

  const timer = setInterval(note, everyMs)
  timer.unref()
  return {
    close() {
      clearInterval(timer)
      note()
    },
  }
}
