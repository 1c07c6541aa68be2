import type { Config } from '../config.ts'
import type { Tx } from '../db/commit.ts'
import type { Db } from '../db/open.ts'
import { lengthAsBase64 } from '../http/body.ts'
import { newSecret } from '../id.ts'
import { notFound, Problem } from '../problem.ts'
import { changeUser } from '../users/profile.ts'
import { lockActive, type User } from '../users/user.ts'
import { MOST_PIXELS } from './formats/picture.ts'
import { sniff } from './formats/sniff.ts'
import { openGate } from './gate.ts'
import { cleaners } from './inspect.ts'
import { makeThumbnail } from './thumbnail.ts'

const shown = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp'])
/** What a camera makes; larger than is kept, where it can be made smaller. */
const MOST_GIVEN_BYTES = 10 * 2 ** 20

type Limits = Pick<Config, 'maxPictureBytes'>

/** How long a picture may be that is sent, in bytes. */
export const mostGiven = ({ maxPictureBytes }: Limits): number => Math.max(maxPictureBytes, MOST_GIVEN_BYTES)

/** How long a body may be in which such a picture stands as base64, in bytes. */
export const mostGivenAsText = (limits: Limits): number => lengthAsBase64(mostGiven(limits)) + 64 * 1024

/**
 * What a picture is, by its first bytes; what the sender says of it is not believed.
 * @throws Problem unsupported
 */
export function sniffPicture(bytes: Uint8Array): string {
  const kind = sniff(bufferOf(bytes))
  if (!shown.has(kind)) throw new Problem('unsupported', 'Expected a picture: PNG, JPEG, GIF or WebP')
  return kind
}

/** They are held in memory while they are looked at. */
const inTurn = openGate(2)

/** A picture without what it says of the place and the camera. @throws Problem unsupported */
export async function cleanPicture(given: Uint8Array): Promise<Uint8Array> {
  const clean = cleaners[sniffPicture(given)]!
  return inTurn(async () => clean(bufferOf(given)).bytes)
}

/**
 * A picture of somebody, cleaned; made smaller where it is longer than may be, if there is something to make it so.
 * @throws Problem unsupported, too_large
 */
export async function takePicture(given: Uint8Array, { maxPictureBytes: most }: Limits): Promise<Uint8Array> {
  const clean = await cleanPicture(given)
  if (clean.length <= most) return clean
  const smaller = await inTurn(() => makeThumbnail(bufferOf(clean), sniffPicture(clean), MOST_PIXELS))
  if (smaller && smaller.length <= most) return smaller
  throw new Problem('too_large', `A picture must not have more than ${most} bytes`)
}

const bufferOf = ({ buffer, byteOffset, byteLength }: Uint8Array) =>
  Buffer.from(buffer, byteOffset, byteLength)

/** Keeps a picture that has been taken, and answers its id, which cannot be guessed. */
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
