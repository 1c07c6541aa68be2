import type { BareTx, BatchVerb, Said, Tx, Verb } from './commit.ts'
import { control, endsTransaction } from './dialect.ts'

/** A command that waits for its transaction, and what came of it there. */
export interface Job {
  verb: Verb<unknown> | undefined
  batch: BatchVerb<unknown, unknown> | undefined
  item: unknown
  tries: number
  outcome?: { answer: unknown } | { error: unknown }
  resolve(answer: unknown): void
  reject(error: unknown): void
}

/** Changes what must change together with what a command has said. */
export type Consequences = (tx: Tx) => Promise<void>

const none: Consequences = async () => {}

/** Single verbs in the order of their arrival, then each kind of batch verb once, for all its items. */
export async function runAll(tx: BareTx, jobs: Job[], consequences = none): Promise<Said[]> {
  const said: Said[] = []
  const batches = new Map<BatchVerb<unknown, unknown>, Job[]>()
  for (const job of jobs) {
    if (job.verb) {
      const run = async (inner: Tx) => {
        const answer = await job.verb!(inner)
        await consequences(inner)
        return [answer]
      }
      said.push(await inSavepoint(tx, said, [job], run))
      continue
    }
    const same = batches.get(job.batch!)
    if (same) same.push(job)
    else batches.set(job.batch!, [job])
  }
  for (const [batch, its] of batches) {
    const items = its.map((job) => job.item)
    said.push(await inSavepoint(tx, said, its, (inner) => batch(inner, items)))
  }
  return said
}

async function inSavepoint(
  tx: BareTx,
  earlier: readonly Said[],
  jobs: Job[],
  run: (tx: Tx) => Promise<unknown[]>,
): Promise<Said> {
  const said: Said = { entries: [], moves: [], blanks: [], kept: [] }
  await tx.db.executeQuery(control.savepoint)
  try {
    const outcomes = await run({ ...tx, said, earlier })
    requireEntries(said)
    jobs.forEach((job, i) => {
      const outcome = outcomes[i]
      job.outcome = outcome instanceof Error ? { error: outcome } : { answer: outcome }
    })
    await tx.db.executeQuery(control.release)
    return said
  } catch (error) {
    if (endsTransaction(error)) throw error
    await tx.db.executeQuery(control.rollbackTo)
    await tx.db.executeQuery(control.release)
    if (jobs.length > 1) throw error
    for (const job of jobs) job.outcome = { error }
    return { entries: [], moves: [], blanks: [], kept: [] }
  }
}

/** A follow opens or closes at the number of an entry; without one it would take a number of somebody else's. */
function requireEntries({ entries, moves }: Said) {
  const astray = moves.find(({ place }) => place < 0 || place >= entries.length)
  if (astray)
    throw new Error(`A follow of ${astray.stream} ${astray.opens ? 'opens' : 'closes'} without an entry`)
}
