import type { House } from '../http/house.ts'
import { fileName, type Storage, thumbnailName } from './storage/storage.ts'

/**
 * Removes what nobody sees any more: first the files and then the row, so that whatever breaks off in between is found
 * again.
 */
export async function discard(
  { commit }: Pick<House, 'commit'>,
  { store, staging }: Storage,
  ids: string[],
): Promise<void> {
  for (const id of ids) {
    await staging.remove(id)
    await store.remove(fileName(id))
    await store.remove(thumbnailName(id))
  }
  if (ids.length > 0)
    await commit((tx) =>
      tx.db.deleteFrom('media').where('id', 'in', ids).where('state', '=', 'gone').execute(),
    )
}

/** Gives up an upload that came to nothing, with all that is left of it. */
export async function giveUp(house: Pick<House, 'commit'>, storage: Storage, id: string): Promise<void> {
  await house.commit((tx) =>
    tx.db
      .updateTable('media')
      .set({ state: 'gone', expires_at: tx.at })
      .where('id', '=', id)
      .where('state', '=', 'receiving')
      .execute(),
  )
  await discard(house, storage, [id])
}
