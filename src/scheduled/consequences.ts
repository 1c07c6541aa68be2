import type { NewEntry, Tx } from '../db/commit.ts'
import { moveZone, stopBetween, stopFrom, stopInto } from './cascade.ts'

interface Body {
  chat_id: string
  user_id: string
  me: { id: string; zone: string | null }
}

type React = (tx: Tx, entry: NewEntry, body: Body) => Promise<void>

/** What is said, and what then becomes of messages to the future in the same transaction. */
const reactions: Record<string, React> = {
  'block.added': (tx, { actor_id, about }) => stopBetween(tx, actor_id!, about!),
  'chat.member_removed': (tx, _, { chat_id, user_id }) => stopFrom(tx, user_id, chat_id),
  'chat.deleted': (tx, _, { chat_id }) => stopInto(tx, chat_id),
  'me.updated': (tx, _, { me }) => moveZone(tx, me.id, me.zone),
}

/** Changes what must change together with what a command has said. */
export async function futureConsequences(tx: Tx): Promise<void> {
  // What follows may say something itself; that has no consequences of its own here.
  for (const entry of tx.said.entries.slice()) {
    const react = reactions[entry.kind]
    if (react) await react(tx, entry, JSON.parse(entry.body))
  }
}
