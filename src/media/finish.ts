import type { FileHandle } from 'node:fs/promises'
import type { Tx } from '../db/commit.ts'
import type { House } from '../http/house.ts'
import { notFound, Problem } from '../problem.ts'
import { lockActive } from '../users/user.ts'
import { UNHELD_MS } from './attach.ts'
import { cleanName } from './file-name.ts'
import { MOST_PIXELS } from './formats/picture.ts'
import type { Wipe } from './formats/source.ts'
import { openGate } from './gate.ts'
import { type Found, inspect } from './inspect.ts'
import type { Media } from './media.ts'
import type { Beside, Staging } from './storage/staging.ts'
import { fileName, type Storage, thumbnailName } from './storage/storage.ts'
import { makeThumbnail } from './thumbnail.ts'

/** Pictures are held in memory while they are looked at. */
const inTurn = openGate(2)

/**
 * Looks at a copy of a file that has arrived whole, takes out what is nobody's business, and keeps it. Until the row says
 * that it is ready nobody sees it, and all of this can be done again.
 * @throws Problem unsupported for a damaged picture, too_large; not_found when it was removed in the meantime, conflict
 * when another process has finished it
 */
export async function finish(
  house: House,
  { staging, store }: Storage,
  { id, name }: Media,
  bytes: number,
): Promise<Media> {
  const beside = staging.besideOf(id)
  try {
    const { found, clean, thumbnail } = await look(house, beside, bytes)
    await requireReceiving(house, staging, id)
    if (thumbnail) await store.keep(thumbnailName(id), beside.pathOf('thumbnail'))
    await store.keep(fileName(id), beside.pathOf(clean ? 'clean' : 'copy'))
    const ready = await house.commit((tx) =>
      makeReady(tx, id, {
        received: bytes,
        kind: found.kind,
        content_type: found.contentType,
        name: cleanName(name, found.contentType),
        bytes: clean?.length ?? bytes,
        width: found.width,
        height: found.height,
        duration_ms: found.durationMs,
        thumbnail_bytes: thumbnail?.length ?? null,
      }),
    )
    await staging.remove(id)
    return ready
  } finally {
    await beside.remove()
  }
}

interface Looked {
  found: Found
  clean: { length: number } | undefined
  thumbnail: { length: number } | undefined
}

/** Whoever still sends to it in another process can write into what has arrived at any time, but not into a copy. */
async function look(house: House, beside: Beside, bytes: number): Promise<Looked> {
  const file = await beside.copy()
  try {
    await file.truncate(bytes)
    return await inTurn(() => lookAt(house, beside, file, bytes))
  } finally {
    await file.close()
  }
}

/** What it is; a picture is written anew beside it, and a video is wiped where it lies. */
async function lookAt({ config }: House, beside: Beside, file: FileHandle, bytes: number): Promise<Looked> {
  const { clean, wipes = [], ...found } = await inspect(file, bytes, config.maxMediaBytes)
  for (const wipe of wipes) await wipeOut(file, wipe)
  if (!clean) return { found, clean: undefined, thumbnail: undefined }
  await beside.write('clean', clean)
  const thumbnail = await makeThumbnail(clean, found.contentType, MOST_PIXELS)
  if (thumbnail) await beside.write('thumbnail', thumbnail)
  return { found, clean: { length: clean.length }, thumbnail: thumbnail && { length: thumbnail.length } }
}

/** Before anything takes the place of what another process may have kept. */
async function requireReceiving({ db }: House, staging: Staging, id: string): Promise<void> {
  const now = await db.reader.selectFrom('media').select('state').where('id', '=', id).executeTakeFirst()
  if (now?.state === 'receiving') return
  // It came when everything here had been taken away already.
  await staging.remove(id)
  throw now?.state === 'ready' ? finished() : notFound('upload')
}

const finished = () => new Problem('conflict', 'Somebody else has finished this upload')

const WIPED_AT_ONCE = Buffer.alloc(64 * 1024)

async function wipeOut(file: FileHandle, { typeAt, from, to }: Wipe): Promise<void> {
  await file.write(Buffer.from('free'), 0, 4, typeAt)
  for (let at = from; at < to; at += WIPED_AT_ONCE.length)
    await file.write(WIPED_AT_ONCE, 0, Math.min(WIPED_AT_ONCE.length, to - at), at)
}

type About = Omit<Media, 'id' | 'owner_id' | 'state' | 'created_at' | 'expires_at'>

async function makeReady(tx: Tx, id: string, about: About): Promise<Media> {
  const before = await tx.db.selectFrom('media').selectAll().where('id', '=', id).executeTakeFirst()
  if (before?.state === 'ready') throw finished()
  if (before?.state !== 'receiving') throw notFound('upload')
  await lockActive(tx, before.owner_id)
  const after = { ...about, state: 'ready', expires_at: tx.at + UNHELD_MS } as const
  const { numUpdatedRows } = await tx.db
    .updateTable('media')
    .set(after)
    .where('id', '=', id)
    .where('state', '=', 'receiving')
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw finished()
  return { ...before, ...after }
}
