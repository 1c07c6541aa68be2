import type { Tx } from '../db/commit.ts'

/** What is left of an entry that is taken back. */
export const blanked = { body: 'null', alert: null }

/** Takes the words out of all entries about something that is deleted. Their numbers stay. */
export async function blankAbout(tx: Tx, about: string): Promise<void> {
  await blank(tx, 'about', about)
  await tx.db.updateTable('idempotency_keys').set({ answer: 'null' }).where('about', '=', about).execute()
}

/** Takes the words out of everything that a stream ever said. */
export function blankStream(tx: Tx, stream: string): Promise<void> {
  return blank(tx, 'stream', stream)
}

async function blank(tx: Tx, column: 'about' | 'stream', value: string): Promise<void> {
  await tx.db.updateTable('entries').set(blanked).where(column, '=', value).execute()
  // What was said a moment ago, perhaps by another command, is in this transaction's hands still.
  tx.said.blanks.push({ column, value, place: tx.said.entries.length })
}
