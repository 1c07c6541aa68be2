import type { Tx } from '../db/commit.ts'
import type { Db } from '../db/open.ts'
import type { Actor } from '../http/house.ts'
import { text } from '../http/schemas.ts'
import { dropPicture, servePicture, storePicture } from '../media/pictures.ts'
import { notFound, Problem } from '../problem.ts'
import { requireAdmin } from '../users/moderate.ts'

/** What a file of the site may be called: no folders, nothing hidden, nothing that a browser reads as something else. */
export const fileName = text(100, 1).regex(
  /^[\p{L}\p{N}_-](?:[\p{L}\p{M}\p{N} ()._-]*[\p{L}\p{M}\p{N})_-])?$/u,
  'must be the name of a file, without folders',
)

/**
 * Keeps a picture under a name, for everybody to see. For admins of the server.
 * @throws Problem forbidden, unsupported, conflict
 */
export async function addFile(tx: Tx, actor: Actor, name: string, bytes: Uint8Array): Promise<void> {
  await requireAdmin(tx, actor)
  if (await find(tx, name)) throw new Problem('conflict', 'There is a file of this name already')
  const picture_id = await storePicture(tx, actor.id, bytes)
  const row = { name, picture_id, owner_id: actor.id, created_at: tx.at }
  await tx.db.insertInto('site_files').values(row).execute()
}

/** @throws Problem forbidden, not_found */
export async function removeFile(tx: Tx, actor: Actor, name: string): Promise<void> {
  await requireAdmin(tx, actor)
  const file = await find(tx, name)
  if (!file) throw notFound('file')
  await dropPicture(tx, file.picture_id)
  await tx.db.deleteFrom('site_files').where('name', '=', name).execute()
}

/** @throws Problem not_found */
export async function serveFile(db: Db, name: string): Promise<Response> {
  const file = await find({ db: db.reader }, name)
  if (!file) throw notFound('file')
  const response = await servePicture(db, file.picture_id)
  // Another file may take this name.
  response.headers.set('Cache-Control', 'public, max-age=300')
  return response
}

function find({ db }: Pick<Tx, 'db'>, name: string) {
  return db.selectFrom('site_files').select('picture_id').where('name', '=', name).executeTakeFirst()
}

/** The pictures themselves go with all of a user's pictures. */
export async function forgetFiles({ db }: Tx, userId: string): Promise<void> {
  await db.deleteFrom('site_files').where('owner_id', '=', userId).execute()
}
