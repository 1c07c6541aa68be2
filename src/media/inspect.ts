import type { FileHandle } from 'node:fs/promises'
import type { Config } from '../config.ts'
import type { MediaKind } from '../db/schema.ts'
import { Problem } from '../problem.ts'
import { readAac } from './formats/aac.ts'
import { readFlac } from './formats/flac.ts'
import { cleanGif } from './formats/gif.ts'
import { cleanHeif } from './formats/heif.ts'
import { cleanJpeg } from './formats/jpeg.ts'
import { readMp3 } from './formats/mp3.ts'
import { readMp4 } from './formats/mp4.ts'
import { readOgg } from './formats/ogg.ts'
import type { CleanPicture } from './formats/picture.ts'
import { cleanPng } from './formats/png.ts'
import { ANYTHING, HEAD_BYTES, kindOf, sniff } from './formats/sniff.ts'
import { type ReadTrack, sourceOf, type Wipe } from './formats/source.ts'
import { readWav } from './formats/wav.ts'
import { readWebm } from './formats/webm.ts'
import { cleanWebp } from './formats/webp.ts'

/** How pictures of each kind are rid of what they say besides. @throws Problem unsupported for one that is damaged or too big to unpack */
export const cleaners: Record<string, (file: Buffer) => CleanPicture> = {
  'image/jpeg': cleanJpeg,
  'image/png': cleanPng,
  'image/gif': cleanGif,
  'image/webp': cleanWebp,
  'image/avif': cleanHeif,
  'image/heic': cleanHeif,
}

const tracks: Record<string, ReadTrack> = {
  'video/mp4': readMp4,
  'video/quicktime': readMp4,
  'video/webm': readWebm,
  'audio/ogg': readOgg,
  'audio/mpeg': readMp3,
  'audio/aac': readAac,
  'audio/flac': readFlac,
  'audio/wav': readWav,
}

/** What a file is, by what is in it. */
export interface Found {
  kind: MediaKind
  contentType: string
  width: number | null
  height: number | null
  durationMs: number | null
  /** A picture as it is kept: without what it says besides. */
  clean?: Buffer
  /** What of a video is to be overwritten. */
  wipes?: Wipe[]
}

/** How long a file that begins so may be. What looks like a video may turn out to be a sound. */
export function mostFor(head: Buffer, limits: Config['maxMediaBytes']): number {
  const kind = kindOf(sniff(head))
  return kind === 'video' ? Math.max(limits.video, limits.audio) : limits[kind]
}

/** @throws Problem too_large */
export function requireLength(bytes: number, most: number): void {
  if (bytes > most)
    throw new Problem('too_large', `A file of this kind must not be longer than ${most} bytes`)
}

/** @throws Problem unsupported for a picture that is damaged or too big to unpack, too_large */
export async function inspect(
  file: FileHandle,
  bytes: number,
  limits: Config['maxMediaBytes'],
): Promise<Found> {
  const source = sourceOf(file, bytes)
  const head = await source.read(0, HEAD_BYTES)
  requireLength(bytes, mostFor(head, limits))
  const seems = sniff(head)
  const clean = cleaners[seems]
  if (clean) {
    const { bytes: cleaned, width, height } = clean(await source.read(0, bytes))
    return { kind: 'image', contentType: seems, width, height, durationMs: null, clean: cleaned }
  }
  const track = await tracks[seems]?.(source)
  if (track) {
    const kind = kindOf(track.contentType)
    requireLength(bytes, limits[kind])
    return { kind, ...track }
  }
  return { kind: 'file', contentType: ANYTHING, width: null, height: null, durationMs: null }
}
