import type { Tx } from '../db/commit.ts'
import type { House } from '../http/house.ts'
import { fileName, type Storage, thumbnailName } from './storage/storage.ts'

/** Removes the files of what nobody sees any more. Its row stays, and with it the memory that this is to be done. */
export async function removeFiles({ store, staging }: Storage, id: string): Promise<void> {
  await staging.remove(id)
  await store.remove(fileName(id))
  await store.remove(thumbnailName(id))
}

/** The same at once, if it can be; else the collector does it, who also removes the row. */
export async function removeSoon(
  { logger }: Pick<House, 'logger'>,
  storage: Storage,
  id: string,
): Promise<void> {
  await removeFiles(storage, id).catch((err) => logger.error({ err }, 'files were not removed yet'))
}

/** The files, and then the rows: whatever breaks off in between is found again. */
export async function discard(
  { commit }: Pick<House, 'commit'>,
  storage: Storage,
  ids: string[],
): Promise<void> {
  for (const id of ids) await removeFiles(storage, id)
  if (ids.length > 0)
    await commit((tx) =>
      tx.db.deleteFrom('media').where('id', 'in', ids).where('state', '=', 'gone').execute(),
    )
}

/** Gives up an upload that came to nothing, with all that is left of it; not what another process has made ready. */
export async function giveUp(house: Pick<House, 'commit'>, storage: Storage, id: string): Promise<void> {
  const isOver = await house.commit((tx) => hideUnlessReady(tx, id))
  if (isOver) await discard(house, storage, [id])
  else await storage.staging.remove(id)
}

/** Answers whether it has come to nothing, by us or by somebody else. */
async function hideUnlessReady({ db, at }: Tx, id: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('media')
    .set({ state: 'gone', expires_at: at })
    .where('id', '=', id)
    .where('state', '=', 'receiving')
    .executeTakeFirst()
  if (numUpdatedRows > 0n) return true
  const row = await db.selectFrom('media').select('state').where('id', '=', id).executeTakeFirst()
  return !row || row.state === 'gone'
}
