import type { Kysely } from 'kysely'
import type { Clock } from '../clock.ts'
import { Problem } from '../problem.ts'
import { begin, control, type DialectName, isAway, mayPass } from './dialect.ts'
import { openNumbers, type TakeNumbers } from './numbers.ts'
import type { Db } from './open.ts'
import { type Consequences, type Job, runAll } from './savepoint.ts'
import type { EntryRow, Schema } from './schema.ts'

/** What a verb is handed: the open transaction, and the place where it says what others may hear of. */
export interface Tx {
  readonly db: Kysely<Schema>
  readonly dialect: DialectName
  /** The instant of this transaction, UTC milliseconds. */
  readonly at: number
  readonly said: Said
  /** What the commands before this one have said in the same transaction: it is not in the database yet. */
  readonly earlier: readonly Said[]
  /** Takes small integers for rows that are also known by number. */
  readonly numbers: TakeNumbers
}

/** A transaction before it is known which command speaks. */
export type BareTx = Omit<Tx, 'said' | 'earlier'>

export type NewEntry = Omit<EntryRow, 'seq' | 'at'>

/** A follow that opens before, or closes after, the entry that stands at `place` among those of its command. */
export interface Move {
  stream: string
  /** Nobody named: everybody who follows the stream. */
  userIds: string[] | 'everybody'
  opens: boolean
  place: number
}

/** Takes the words out of the entries about something, or of a stream, that stand before `place` in this transaction. */
export interface Blank {
  column: 'about' | 'stream'
  value: string
  place: number
}

export interface Said {
  entries: NewEntry[]
  moves: Move[]
  blanks: Blank[]
  /** What this process may remember once the change is on disk. */
  kept: (() => void)[]
}

export type Verb<Answer> = (tx: Tx) => Promise<Answer>

/** A verb that does many at once. Each item has an outcome of its own: its answer, or why it was refused. */
export type BatchVerb<Item, Answer> = (tx: Tx, items: Item[]) => Promise<(Answer | Error)[]>

/** What is done last in each transaction, and what is done after its commit. */
export interface Ending<Numbered> {
  number(tx: BareTx, said: Said[]): Promise<Numbered>
  /** Called after each single verb, in its savepoint: what it said may ask for more to be changed with it. */
  consequences?: Consequences
  publish(numbered: Numbered): void
  /** Commands in the transaction, and how long it took in milliseconds. */
  observe?(commands: number, took: number): void
  /** Hears of a failure after the commit, which concerns no command any more. */
  failed?(error: unknown): void
  /** Tests break the transaction here. */
  beforeCommit?(): void
}

export interface Commit {
  /** Runs a verb; its answer is given when the change is on disk. */
  <Answer>(verb: Verb<Answer>): Promise<Answer>
  /** Runs a verb together with all others of the same kind that wait at this moment. */
  join<Item, Answer>(verb: BatchVerb<Item, Answer>, item: Item): Promise<Answer>
  /** Resolves when nothing waits any more. */
  idle(): Promise<void>
}

const MOST_PER_TRANSACTION = 256
const MOST_TRIES = 4
const MOST_WAITING = 20_000

/**
 * Group commit: commands that wait at the same moment share one transaction. Each stands in a savepoint of its own,
 * so that one that fails takes nobody with it. Answers are given after the commit, and only then.
 */
export function openCommit<Numbered>(db: Db, clock: Clock, ending: Ending<Numbered>): Commit {
  const waiting: Job[] = []
  let draining: Promise<void> | undefined

  function enqueue(verb: Job['verb'], batch: Job['batch'], item: unknown): Promise<unknown> {
    if (waiting.length >= MOST_WAITING)
      return Promise.reject(new Problem('unavailable', 'Too many changes are waiting', { retryAfter: 1 }))
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    waiting.push({ verb, batch, item, tries: 0, resolve, reject })
    draining ??= new Promise<void>((done) => setImmediate(gather, 0, done))
    return promise
  }

  /** Lets the event loop turn for as long as more commands come in with each turn: what arrives together goes together. */
  function gather(before: number, done: () => void) {
    if (waiting.length > before && waiting.length < MOST_PER_TRANSACTION)
      setImmediate(gather, waiting.length, done)
    else drain().then(done)
  }

  async function drain() {
    while (waiting.length > 0) await together(waiting.splice(0, MOST_PER_TRANSACTION))
    draining = undefined
  }

  /** Tries all jobs in one transaction; if that breaks before the commit, each on its own, and again if it may pass. */
  async function together(jobs: Job[]): Promise<void> {
    try {
      await transact(jobs)
    } catch (error) {
      if (error instanceof CommitFailed) return jobs.forEach((job) => job.reject(error.problem))
      if (jobs.length === 1 || isAway(error)) return jobs.forEach((job) => retryOrReject(job, error))
      for (const job of jobs) await together([job])
    }
  }

  function retryOrReject(job: Job, error: unknown) {
    if (mayPass(error) && ++job.tries < MOST_TRIES) waiting.push(job)
    else job.reject(error)
  }

  async function transact(jobs: Job[]): Promise<void> {
    const started = performance.now()
    const { numbered, kept } = await db.writer.connection().execute(async (connection) => {
      await connection.executeQuery(begin(db.dialect))
      try {
        const tx = { db: connection, dialect: db.dialect, at: clock.now(), numbers }
        const said = await runAll(tx, jobs, ending.consequences)
        const numbered = await ending.number(tx, said)
        ending.beforeCommit?.()
        await commitNow(connection)
        return { numbered, kept: said.flatMap((one) => one.kept) }
      } catch (error) {
        await connection.executeQuery(control.rollback).catch(() => {})
        throw error
      }
    })
    for (const remember of kept) remember()
    announce(numbered, jobs.length, performance.now() - started)
    for (const job of jobs) settle(job)
  }

  /** The change is on disk: whatever fails now, it must not be done again. The tail finds what was not handed over. */
  function announce(numbered: Numbered, commands: number, took: number) {
    try {
      ending.publish(numbered)
      ending.observe?.(commands, took)
    } catch (error) {
      ending.failed?.(error)
    }
  }

  function settle(job: Job) {
    const outcome = job.outcome!
    if ('answer' in outcome) job.resolve(outcome.answer)
    else retryOrReject(job, outcome.error)
  }

  const commit = ((verb: Verb<unknown>) => enqueue(verb, undefined, undefined)) as Commit
  const numbers = openNumbers()
  commit.join = ((batch: BatchVerb<unknown, unknown>, item: unknown) =>
    enqueue(undefined, batch, item)) as Commit['join']
  commit.idle = async () => {
    while (draining) await draining
  }
  return commit
}

/** The commit itself failed: whether it is on disk is not known, so nothing is tried again on the caller's behalf. */
class CommitFailed extends Error {
  readonly problem: Problem

  constructor(cause: unknown) {
    super('The commit failed', { cause })
    this.problem = new Problem('unavailable', 'The change could not be stored; try again with the same key')
    this.problem.cause = cause
  }
}

async function commitNow(connection: Kysely<Schema>) {
  try {
    await connection.executeQuery(control.commit)
  } catch (error) {
    throw new CommitFailed(error)
  }
}
