import type { NewEntry, Tx } from '../db/commit.ts'

/** What is done when an entry of a kind was said, by that kind. `Body` is what the entries have in common with what is read of them. */
export type Reactions<Body> = Record<string, (tx: Tx, entry: NewEntry, body: Body) => Promise<void>>

/**
 * Changes what must change together with what a command has said. What follows may say something itself; that has no
 * consequences of its own here.
 */
export function reacting<Body>(reactions: Reactions<Body>): (tx: Tx) => Promise<void> {
  return async (tx) => {
    for (const entry of tx.said.entries.slice()) {
      const react = reactions[entry.kind]
      if (react) await react(tx, entry, JSON.parse(entry.body))
    }
  }
}
