import type { Tx } from '../db/commit.ts'
import { takingTime } from '../http/hang-up.ts'
import type { Actor, House } from '../http/house.ts'
import { notFound, Problem } from '../problem.ts'
import { giveUp } from './discard.ts'
import { finish } from './finish.ts'
import { mostFor, requireLength } from './inspect.ts'
import type { Media } from './media.ts'
import { receive } from './receive.ts'
import { UPLOAD_MS } from './reserve.ts'
import type { Senders } from './senders.ts'
import type { Storage } from './storage/storage.ts'
import { type Checksum, readChecksum } from './tus.ts'

/** An upload of mine, under way or just finished. @throws Problem not_found */
export async function findUpload({ db, clock }: House, actor: Actor, id: string): Promise<Media> {
  const row = await db.reader
    .selectFrom('media')
    .selectAll()
    .where('id', '=', id)
    .where('owner_id', '=', actor.id)
    .where('state', '!=', 'gone')
    .executeTakeFirst()
  const isLate = row?.state === 'receiving' && (row.expires_at ?? 0) <= clock.now()
  if (!row || isLate) throw notFound('upload')
  return row
}

/** Where bytes that come belong. */
export interface Place {
  id: string
  offset: number
}

/**
 * Writes what comes at this place of the file; with the last byte the upload is finished. What breaks off is kept as far
 * as it came, and can be gone on with. Undefined: it was not what the checksum says, and nothing of it is kept.
 * @throws Problem not_found, conflict when the place is another than where it ends now, too_large, unsupported
 */
export function append(
  house: House,
  storage: Storage,
  senders: Senders,
  actor: Actor,
  { id, offset }: Place,
  request: Request,
): Promise<Media | undefined> {
  const checksum = readChecksum(request)
  return senders.alone(id, request, async (chunks) => {
    const row = await findUpload(house, actor, id)
    if (offset !== row.received)
      throw new Problem('conflict', `The upload goes on at byte ${row.received}, not at ${offset}`)
    if (row.state === 'ready') return row
    try {
      const { known, at } = await write(house, storage, row, chunks, checksum)
      if (checksum && !checksum.matches()) return undefined
      if (at < row.bytes) return await note(house, known, at)
      return await takingTime(request, () => finish(house, storage, row, row.bytes))
    } catch (error) {
      throw await judged(house, storage, row, error)
    }
  })
}

/** What is said of an error; what will not be taken whoever sends it again is given up. */
async function judged(house: House, storage: Storage, row: Media, error: unknown): Promise<unknown> {
  if (isRefused(error)) await giveUp(house, storage, row.id)
  return (await isOvertaken(house, row, error)) ? overtaken() : error
}

const overtaken = () => new Problem('conflict', 'Somebody else goes on with this upload')

/** Another process has finished the upload meanwhile, and has taken the file away. */
async function isOvertaken({ db }: House, { id, state, received }: Media, error: unknown): Promise<boolean> {
  if ((error as { code?: unknown } | null)?.code !== 'ENOENT') return false
  const now = await db.reader
    .selectFrom('media')
    .select(['state', 'received'])
    .where('id', '=', id)
    .executeTakeFirst()
  return now?.state !== state || now.received !== received
}

function isRefused(error: unknown): boolean {
  return error instanceof Problem && ['unsupported', 'too_large'].includes(error.code)
}

/** Answers how far the file goes now, and what of that has been noted down. */
async function write(
  house: House,
  { staging }: Storage,
  row: Media,
  chunks: AsyncIterable<Uint8Array>,
  checksum: Checksum | undefined,
): Promise<{ known: Media; at: number }> {
  // It lies with another process, or was lost with its disk: from the beginning, then.
  if (((await staging.sizeOf(row.id)) ?? 0) < row.received) throw notFound('upload')
  let known = row
  async function reached(at: number) {
    known = await note(house, known, at)
  }
  function mostOf(head: Buffer) {
    const most = mostFor(head, house.config.maxMediaBytes)
    requireLength(row.bytes, most)
    return most
  }
  // Made anew in the middle it would have a hole before what comes.
  const file = await (row.received === 0 ? staging.make(row.id) : staging.open(row.id))
  try {
    const place = { file, from: row.received, most: row.bytes, mostOf }
    // What is checked in the end is not noted down before.
    const { at, broken } = checksum
      ? await receive(place, hashed(chunks, checksum))
      : await receive({ ...place, reached }, chunks)
    if (broken && checksum) return { known, at: row.received }
    await file.datasync()
    return { known, at }
  } finally {
    await file.close()
  }
}

async function* hashed(chunks: AsyncIterable<Uint8Array>, checksum: Checksum) {
  for await (const chunk of chunks) {
    checksum.update(chunk)
    yield chunk
  }
}

/** So much is here now. @throws Problem conflict when somebody else, in another process, was faster */
async function note(house: House, row: Media, at: number): Promise<Media> {
  return at === row.received ? row : house.commit((tx) => move(tx, row, at))
}

async function move({ db, at: now }: Tx, row: Media, received: number): Promise<Media> {
  const news = { received, expires_at: now + UPLOAD_MS }
  const { numUpdatedRows } = await db
    .updateTable('media')
    .set(news)
    .where('id', '=', row.id)
    .where('state', '=', 'receiving')
    .where('received', '=', row.received)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw overtaken()
  return { ...row, ...news }
}
