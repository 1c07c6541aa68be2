import type { Tx } from '../db/commit.ts'
import { lock } from '../db/dialect.ts'
import type { Actor } from '../http/house.ts'
import { notFound, Problem } from '../problem.ts'
import { pinsOf } from './attach.ts'

/** Takes a medium of mine out of sight, for good. @throws Problem not_found, conflict while a message holds it */
export async function removeMedia(tx: Tx, actor: Actor, id: string): Promise<void> {
  const query = tx.db
    .selectFrom('media')
    .select('id')
    .where('id', '=', id)
    .where('owner_id', '=', actor.id)
    .where('state', '=', 'ready')
  if (!(await lock(tx.dialect, query).executeTakeFirst())) throw notFound('medium')
  const held = await tx.db
    .selectFrom('media_pins')
    .select('holder')
    .where('media_id', '=', id)
    .executeTakeFirst()
  if (held)
    throw new Problem(
      'conflict',
      'A message holds it, sent or yet to be sent: delete or cancel that one first',
    )
  await hideMedia(tx, [id])
}

/** Ends an upload of mine, and forgets what has come of it. @throws Problem not_found */
export async function removeUpload(tx: Tx, actor: Actor, id: string): Promise<void> {
  const { numUpdatedRows } = await tx.db
    .updateTable('media')
    .set({ state: 'gone', expires_at: tx.at })
    .where('id', '=', id)
    .where('owner_id', '=', actor.id)
    .where('state', '=', 'receiving')
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw notFound('upload')
}

/** From here on nobody sees them; their files are removed after the commit, and then their rows. */
export async function hideMedia({ db, at }: Tx, ids: string[]): Promise<void> {
  if (ids.length > 0)
    await db.updateTable('media').set({ state: 'gone', expires_at: at }).where('id', 'in', ids).execute()
}

/** When an account is deleted: what it uploaded goes, except what stands in messages, which stay. */
export async function forgetMedia({ db, at }: Tx, userId: string): Promise<void> {
  await db
    .updateTable('media')
    .set({ state: 'gone', expires_at: at })
    .where('owner_id', '=', userId)
    .where((is) => is.not(is.exists(pinsOf(db))))
    .execute()
}
