import type { House } from '../http/house.ts'
import { notFound } from '../problem.ts'
import { disposition } from './file-name.ts'
import { ANYTHING } from './formats/sniff.ts'
import type { Media } from './media.ts'
import { names, readRange } from './range.ts'
import type { Signer, Variant } from './sign.ts'
import { fileName, type Store, type Stretch, thumbnailName } from './storage/storage.ts'
import { THUMBNAIL_TYPE } from './thumbnail.ts'

/** Shown by itself in a window, a picture or a video needs this much of our origin, and nothing that runs. */
const POLICY = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox"

/** One of the two files of a medium, as it is answered. */
interface Shown {
  name: string
  etag: string
  bytes: number
  headers: Record<string, string>
}

export interface Wanted {
  mediaId: string
  variant: Variant
  /** UTC seconds. */
  expires: number
  signature: string
}

/**
 * Answers a signed address: all of the file or a stretch of it, and nothing that a browser would run.
 * @throws Problem not_found for an address that is not, or no longer, good
 */
export async function serveFile(
  { db, config, clock }: House,
  store: Store,
  signer: Signer,
  wanted: Wanted,
  request: Request,
): Promise<Response> {
  const { mediaId, variant, expires, signature } = wanted
  if (!signer.isGood(mediaId, variant, expires, signature)) throw notFound('file, or its address has expired')
  const row = await db.reader
    .selectFrom('media')
    .selectAll()
    .where('id', '=', mediaId)
    .where('state', '=', 'ready')
    .executeTakeFirst()
  if (!row || (variant === 'thumbnail' && row.thumbnail_bytes === null)) throw notFound('file')
  const secondsLeft = Math.max(0, Math.floor(expires - clock.now() / 1000))
  const shown = variant === 'thumbnail' ? thumbnailOf(row) : fileOf(row)
  const headers = {
    ...shown.headers,
    ETag: shown.etag,
    'Accept-Ranges': 'bytes',
    'Cache-Control': `private, max-age=${secondsLeft}, immutable`,
    'Content-Security-Policy': POLICY,
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': config.corsOrigins.length > 0 ? 'cross-origin' : 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  }
  return answer(store, { ...shown, headers }, request)
}

function fileOf({ id, bytes, content_type, name, kind }: Media): Shown {
  const isShown = kind !== 'file'
  return {
    name: fileName(id),
    etag: `"${id}"`,
    bytes,
    headers: {
      'Content-Type': isShown ? content_type : ANYTHING,
      'Content-Disposition': disposition(isShown ? 'inline' : 'attachment', name),
    },
  }
}

function thumbnailOf({ id, thumbnail_bytes, name }: Media): Shown {
  return {
    name: thumbnailName(id),
    etag: `"${id}.thumbnail"`,
    bytes: thumbnail_bytes!,
    headers: { 'Content-Type': THUMBNAIL_TYPE, 'Content-Disposition': disposition('inline', `${name}.webp`) },
  }
}

/** As RFC 9110 has it: first whether it is known already (13.1.2), then which part is wanted (14.2), if that still fits (13.1.5). */
async function answer(
  store: Store,
  { name, etag, bytes, headers }: Shown,
  request: Request,
): Promise<Response> {
  if (names(request.headers.get('if-none-match'), etag)) return new Response(null, { status: 304, headers })
  const isHead = request.method === 'HEAD'
  const condition = request.headers.get('if-range')
  const fits = condition === null || condition.trim() === etag
  const asked = fits && !isHead ? readRange(request.headers.get('range'), bytes) : 'whole'
  if (asked === 'unsatisfiable')
    return new Response(null, { status: 416, headers: { ...headers, 'Content-Range': `bytes */${bytes}` } })
  const part: Stretch = asked === 'whole' ? { from: 0, to: bytes } : asked
  const length = { 'Content-Length': String(part.to - part.from) }
  if (isHead) return new Response(null, { headers: { ...headers, ...length } })
  const body = await store.read(name, part, bytes)
  if (asked === 'whole')
    return new Response(request.headers.has('range') ? unranged(body) : body, {
      headers: { ...headers, ...length },
    })
  const range = { 'Content-Range': `bytes ${part.from}-${part.to - 1}/${bytes}` }
  return new Response(body, { status: 206, headers: { ...headers, ...length, ...range } })
}

/** Of a whole file Bun answers a range by itself; here it was decided against that. */
function unranged(body: Blob | ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  return body instanceof Blob ? body.stream().pipeThrough(new TransformStream()) : body
}
