import { type Box, boxAt, boxesIn, childOf, type OuterBox, timesOf } from './box.ts'
import type { Source } from './source.ts'

const MOST_FRAGMENT_BYTES = 4 * 2 ** 20

/** What a recorder writes while it does not know yet how long it will be: the last fragment says (14496-12, 8.8). */
export async function fragmentedMs(
  source: Source,
  table: Buffer,
  moov: Box,
  outer: OuterBox[],
): Promise<number | null> {
  const last = outer.findLast(({ type, end, start }) => type === 'moof' && end - start <= MOST_FRAGMENT_BYTES)
  if (!last) return null
  const bytes = await source.read(last.start, last.end - last.start)
  const fragment = boxAt(bytes, 0, bytes.length)
  if (!fragment) return null
  const scales = scalesOf(table, moov)
  const ends = boxesIn(bytes, fragment.body, fragment.end)
    .filter(({ type }) => type === 'traf')
    .flatMap((part) => endOf(bytes, part, table, moov, scales) ?? [])
  return ends.length === 0 ? null : Math.round(Math.max(...ends) * 1000)
}

/** Units a second of each track, by its id. */
function scalesOf(table: Buffer, moov: Box): Map<number, number> {
  const scales = new Map<number, number>()
  for (const track of boxesIn(table, moov.body, moov.end)) {
    if (track.type !== 'trak') continue
    const header = childOf(table, track, 'tkhd')
    const media = childOf(table, track, 'mdia')
    const times = media && childOf(table, media, 'mdhd')
    if (!header || !times) continue
    const id = header.body + (table[header.body] === 1 ? 20 : 12)
    if (id + 4 <= header.end) scales.set(table.readUInt32BE(id), timesOf(table, times)?.scale ?? 0)
  }
  return scales
}

/** The second at which a track's part of the fragment ends. */
function endOf(
  bytes: Buffer,
  part: Box,
  table: Buffer,
  moov: Box,
  scales: Map<number, number>,
): number | undefined {
  const header = childOf(bytes, part, 'tfhd')
  const begin = childOf(bytes, part, 'tfdt')
  if (!header || !begin || header.end - header.body < 8 || begin.end - begin.body < 8) return undefined
  const track = bytes.readUInt32BE(header.body + 4)
  const scale = scales.get(track)
  if (!scale) return undefined
  const isLong = bytes[begin.body] === 1 && begin.end - begin.body >= 12
  const base = isLong ? Number(bytes.readBigUInt64BE(begin.body + 4)) : bytes.readUInt32BE(begin.body + 4)
  const usual = usualLength(bytes, header) ?? usualIn(table, moov, track)
  const runs = boxesIn(bytes, part.body, part.end).filter(({ type }) => type === 'trun')
  return (base + runs.reduce((sum, run) => sum + lengthOf(bytes, run, usual), 0)) / scale
}

/** How long a sample of this fragment is, where no other length is said (`tfhd`). */
function usualLength(bytes: Buffer, { body, end }: Box): number | undefined {
  const flags = bytes.readUIntBE(body + 1, 3)
  const at = body + 8 + (flags & 1 ? 8 : 0) + (flags & 2 ? 4 : 0)
  return flags & 8 && at + 4 <= end ? bytes.readUInt32BE(at) : undefined
}

/** The same for all fragments of a track (`trex`). */
function usualIn(table: Buffer, moov: Box, track: number): number {
  const extends_ = childOf(table, moov, 'mvex')
  const its = extends_ && boxesIn(table, extends_.body, extends_.end)
  const found = its?.find(
    ({ type, body, end }) => type === 'trex' && end - body >= 16 && table.readUInt32BE(body + 4) === track,
  )
  return found ? table.readUInt32BE(found.body + 12) : 0
}

/** All samples of a run together (`trun`): each with a length of its own, or the usual one. */
function lengthOf(bytes: Buffer, { body, end }: Box, usual: number): number {
  if (end - body < 8) return 0
  const flags = bytes.readUIntBE(body + 1, 3)
  const many = bytes.readUInt32BE(body + 4)
  if (!(flags & 0x100)) return many * usual
  const step = 4 * [0x100, 0x200, 0x400, 0x800].filter((flag) => flags & flag).length
  let sum = 0
  for (
    let at = body + 8 + (flags & 1 ? 4 : 0) + (flags & 4 ? 4 : 0), i = 0;
    i < many && at + 4 <= end;
    i++, at += step
  )
    sum += bytes.readUInt32BE(at)
  return sum
}
