import type { Tx } from '../db/commit.ts'

/** Takes the words out of all entries about something that is deleted. Their numbers stay. */
export async function blankAbout(tx: Tx, about: string): Promise<void> {
  await tx.db.updateTable('entries').set({ body: 'null' }).where('about', '=', about).execute()
  await tx.db.deleteFrom('idempotency_keys').where('about', '=', about).execute()
}

/** Takes the words out of everything that a stream ever said. */
export async function blankStream(tx: Tx, stream: string): Promise<void> {
  await tx.db.updateTable('entries').set({ body: 'null' }).where('stream', '=', stream).execute()
}
