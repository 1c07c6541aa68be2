import type { Tx } from '../db/commit.ts'
import type { Db } from '../db/open.ts'
import { newSecret } from '../id.ts'
import { notFound, Problem } from '../problem.ts'
import { changeUser } from '../users/profile.ts'
import { lockActive, type User } from '../users/user.ts'

const kinds: [contentType: string, looksSo: (bytes: Uint8Array) => boolean][] = [
  ['image/png', (b) => begins(b, 0, '\x89PNG\r\n\x1a\n')],
  ['image/jpeg', (b) => begins(b, 0, '\xff\xd8\xff')],
  ['image/gif', (b) => begins(b, 0, 'GIF87a') || begins(b, 0, 'GIF89a')],
  ['image/webp', (b) => begins(b, 0, 'RIFF') && begins(b, 8, 'WEBP')],
]

function begins(bytes: Uint8Array, at: number, text: string): boolean {
  return [...text].every((letter, i) => bytes[at + i] === letter.charCodeAt(0))
}

/**
 * What a picture is, by its first bytes; what the sender says of it is not believed.
 * @throws Problem unsupported
 */
export function sniffPicture(bytes: Uint8Array): string {
  const kind = kinds.find(([, looksSo]) => looksSo(bytes))
  if (!kind) throw new Problem('unsupported', 'Expected a picture: PNG, JPEG, GIF or WebP')
  return kind[0]
}

/** Keeps a picture and answers its id, which cannot be guessed. */
export async function storePicture(tx: Tx, ownerId: string, bytes: Uint8Array): Promise<string> {
  const id = newSecret()
  const row = { id, owner_id: ownerId, content_type: sniffPicture(bytes), bytes, created_at: tx.at }
  await tx.db.insertInto('pictures').values(row).execute()
  return id
}

/** Gives somebody another picture, or none. @throws Problem unsupported */
export async function setPicture(tx: Tx, userId: string, bytes: Uint8Array | null): Promise<User> {
  const user = await lockActive(tx, userId)
  await dropPicture(tx, user.picture_id)
  const picture_id = bytes && (await storePicture(tx, userId, bytes))
  return changeUser(tx, user, { picture_id })
}

export async function dropPicture(tx: Tx, id: string | null): Promise<void> {
  if (id !== null) await tx.db.deleteFrom('pictures').where('id', '=', id).execute()
}

/** Serves a picture so that a browser shows it and does nothing else with it. @throws Problem not_found */
export async function servePicture(db: Db, id: string): Promise<Response> {
  const picture = await db.reader.selectFrom('pictures').selectAll().where('id', '=', id).executeTakeFirst()
  if (!picture) throw notFound('picture')
  return new Response(Uint8Array.from(picture.bytes), {
    headers: {
      'Content-Type': picture.content_type,
      'Cache-Control': 'private, max-age=31536000, immutable',
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'X-Content-Type-Options': 'nosniff',
    },
  })
}
