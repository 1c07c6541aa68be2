import type { Commit, Tx } from '../db/commit.ts'
import { lock } from '../db/dialect.ts'
import { hot } from '../db/hot.ts'
import { lockCounter } from '../db/numbers.ts'
import { indexWords } from '../db/search.ts'
import type { House } from '../http/house.ts'
import { storedWords } from './words.ts'

const MOST_PER_STEP = 500
/** What is indexed in passing; a search does not wait for it, but indexes all that is left itself. */
const STEPS_IN_PASSING = 4
const SPEAKING = ['message.sent', 'message.edited']

/**
 * Indexes for searching what the log has said since the last time, up to so many entries. The index follows the log
 * with a saved cursor, so sending does not wait for it. Answers whether more is left.
 */
export async function indexStep(tx: Tx): Promise<boolean> {
  const after = await lockCounter(tx, 'indexed')
  const entries = await tx.db
    .selectFrom('entries')
    .select(['seq', 'kind', 'about'])
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(MOST_PER_STEP)
    .execute()
  const last = entries.at(-1)
  if (!last) return false
  await indexMessages(
    tx,
    entries.flatMap(({ kind, about }) => (SPEAKING.includes(kind) ? (about ?? []) : [])),
  )
  await tx.db.updateTable('counters').set({ value: last.seq }).where('name', '=', 'indexed').execute()
  return entries.length === MOST_PER_STEP
}

async function indexMessages(tx: Tx, ids: string[]): Promise<void> {
  if (ids.length === 0) return
  const said = tx.db
    .selectFrom('messages')
    .select(['number', 'text'])
    .where('id', 'in', [...new Set(ids)])
    .where('deleted_at', 'is', null)
    .orderBy('id')
  // Whoever deletes one meanwhile would find its words back.
  const rows = await lock(tx.dialect, said).execute()
  const indexed = rows.map(({ number, text }) => ({ number, words: storedWords(text) }))
  for (const { number, words } of indexed)
    await hot(tx.db, 'index message', [words, number], () =>
      tx.db.updateTable('messages').set({ words }).where('number', '=', number),
    )
  await indexWords(tx.db, tx.dialect, indexed)
}

/** Indexes all that is left, so that a search finds what was sent a moment ago. */
export async function indexAll(commit: Commit): Promise<void> {
  while (await commit(indexStep));
}

/** Keeps the index from falling far behind, a little at a time. */
export async function indexSome({ db, commit, tail }: Pick<House, 'db' | 'commit' | 'tail'>): Promise<void> {
  const { value } = await db.reader
    .selectFrom('counters')
    .select('value')
    .where('name', '=', 'indexed')
    .executeTakeFirstOrThrow()
  if (value >= tail.head.seq) return
  for (let steps = 0; steps < STEPS_IN_PASSING && (await commit(indexStep)); steps++);
}
