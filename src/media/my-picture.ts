import type { Tx } from '../db/commit.ts'
import { changeUser } from '../users/profile.ts'
import { lockActive, type User } from '../users/user.ts'
import { dropPicture, storePicture } from './pictures.ts'

/** Another picture of me, or none. @throws Problem not_found, unsupported */
export async function setMyPicture(tx: Tx, userId: string, bytes: Uint8Array | null): Promise<User> {
  const user = await lockActive(tx, userId)
  await dropPicture(tx, user.picture_id)
  const picture_id = bytes && (await storePicture(tx, userId, bytes))
  return changeUser(tx, user, { picture_id })
}
