import type { Commit } from '../db/commit.ts'

const MOST_PER_STEP = 1000

/** Forgets entries older than an instant, oldest first, and remembers from where the log is whole. */
export async function prune(commit: Commit, before: number): Promise<number> {
  let pruned = 0
  for (;;) {
    const step = await commit(async ({ db }) => {
      const oldest = await db
        .selectFrom('entries')
        .select(['seq', 'at'])
        .orderBy('seq')
        .limit(MOST_PER_STEP)
        .execute()
      const fresh = oldest.findIndex((entry) => entry.at >= before)
      const old = fresh === -1 ? oldest : oldest.slice(0, fresh)
      const floor = old.at(-1)?.seq
      if (floor === undefined) return 0
      await db.deleteFrom('entries').where('seq', '<=', floor).execute()
      await db.deleteFrom('follows').where('until_seq', '<=', floor).execute()
      await db.updateTable('log_head').set({ floor }).where('id', '=', 1).execute()
      return old.length
    })
    pruned += step
    if (step < MOST_PER_STEP) return pruned
  }
}
