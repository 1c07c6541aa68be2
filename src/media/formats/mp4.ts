import { type Box, boxAt, boxesIn, childOf, type OuterBox, timesOf } from './box.ts'
import { fragmentedMs } from './mp4-fragments.ts'
import { sniff } from './sniff.ts'
import type { ReadTrack, Source, Track, Wipe } from './source.ts'

/** The table of a film of many hours has some megabytes. */
const MOST_TABLE_BYTES = 64 * 2 ** 20
const MOST_BOXES = 50_000
/** Where phones write the place and the time, and editors their history. */
const spoken = new Set(['udta', 'meta'])
/** XMP (ISO/IEC 16684-3). */
const XMP = 'be7acfcb97a942e89c71999491e3afac'

/** MP4 and QuickTime: what is in it and for how long stands in `moov`, which may come first or last. */
export const readMp4: ReadTrack = async (source) => {
  const outer = await outerBoxes(source)
  const place = outer.find(({ type }) => type === 'moov')
  if (!place || place.end - place.start > MOST_TABLE_BYTES) return undefined
  const table = await source.read(place.start, place.end - place.start)
  const moov = boxAt(table, 0, table.length)
  const header = moov && childOf(table, moov, 'mvhd')
  if (!moov || !header || header.end - header.body < 20) return undefined
  const tracks = boxesIn(table, moov.body, moov.end).filter(({ type }) => type === 'trak')
  const kinds = tracks.map((track) => handlerOf(table, track))
  const seen = tracks[kinds.indexOf('vide')]
  if (!seen && !kinds.includes('soun')) return undefined
  const wipes = [
    ...outer.filter((box) => spoken.has(box.type) || box.isXmp).map((box) => wipeAt(0, box)),
    ...[moov, ...tracks].flatMap((box) => wipesIn(table, box, place.start)),
  ]
  const durationMs = wholeMs(table, header) ?? (await fragmentedMs(source, table, moov, outer))
  const contentType = seen ? await videoType(source) : 'audio/mp4'
  return { contentType, ...(seen ? sizeOf(table, seen) : noSize), durationMs, wipes }
}

const noSize = { width: null, height: null }

async function videoType(source: Source): Promise<string> {
  return sniff(await source.read(0, 64)) === 'video/quicktime' ? 'video/quicktime' : 'video/mp4'
}

async function outerBoxes(source: Source): Promise<OuterBox[]> {
  const found: OuterBox[] = []
  for (let at = 0; found.length < MOST_BOXES; ) {
    const head = await source.read(at, 32)
    if (head.length < 8) break
    // Only the head is here, so its place is counted from where it stands.
    const box = boxAt(head, 0, Number.MAX_SAFE_INTEGER)
    if (!box) break
    const end = Math.min(at + (head.readUInt32BE(0) === 0 ? source.size : box.end), source.size)
    const isXmp = box.type === 'uuid' && head.subarray(box.body, box.body + 16).toString('hex') === XMP
    found.push({ type: box.type, start: at, body: at + box.body, end, isXmp })
    at = end
  }
  return found
}

function wipesIn(table: Buffer, { body, end }: Box, tableAt: number): Wipe[] {
  return boxesIn(table, body, end)
    .filter(({ type }) => spoken.has(type))
    .map((box) => wipeAt(tableAt, box))
}

const wipeAt = (base: number, { start, body, end }: Box): Wipe => ({
  typeAt: base + start + 4,
  from: base + body,
  to: base + end,
})

function handlerOf(table: Buffer, track: Box): string {
  const media = childOf(table, track, 'mdia')
  const handler = media && childOf(table, media, 'hdlr')
  return handler ? table.toString('latin1', handler.body + 8, handler.body + 12) : ''
}

/** All bits set stands for: not known. */
const UNKNOWN = 0xffffffff

function wholeMs(table: Buffer, header: Box): number | null {
  const times = timesOf(table, header)
  if (!times?.scale || !times.duration || times.duration >= UNKNOWN) return null
  return Math.round((times.duration / times.scale) * 1000)
}

/** As it is to be shown (`tkhd`, 14496-12, 8.3.2): a phone that is held upright writes a picture on its side, and a turn. */
function sizeOf(table: Buffer, track: Box): Pick<Track, 'width' | 'height'> {
  const header = childOf(table, track, 'tkhd')
  const isLong = header && table[header.body] === 1
  const matrix = header ? header.body + (isLong ? 52 : 40) : 0
  if (!header || matrix + 44 > header.end) return noSize
  const [width, height] = [table.readUInt16BE(matrix + 36), table.readUInt16BE(matrix + 40)]
  if (width === 0 || height === 0) return noSize
  const liesDown = table.readInt32BE(matrix) === 0 && table.readInt32BE(matrix + 4) !== 0
  return liesDown ? { width: height, height: width } : { width, height }
}
