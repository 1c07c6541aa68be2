import { type Box, boxesIn, childOf } from './box.ts'
import { type CleanPicture, damaged, requireSize } from './picture.ts'

/** Items that are no picture: EXIF, and XMP and whatever else is text (ISO/IEC 23008-12, annex A; 14496-12, 8.11.6). */
const spoken = new Set(['Exif', 'mime', 'uri '])

/**
 * AVIF and HEIC are tables of items that lie anywhere in the file, so nothing is taken out: what is said besides the
 * picture is overwritten with zeros where it lies. @throws Problem unsupported
 */
export function cleanHeif(file: Buffer): CleanPicture {
  const meta = boxesIn(file, 0, file.length).find(({ type }) => type === 'meta')
  if (!meta) throw damaged('it has no table of its items')
  // A full box: four bytes of version and flags come before its content.
  const table = { ...meta, body: meta.body + 4 }
  const size = sizeOf(file, table)
  requireSize(...size)
  const bytes = Buffer.from(file)
  const items = itemsOf(file, table)
  for (const [from, to] of placesOf(file, table, (id) => spoken.has(items.get(id) ?? '')))
    bytes.fill(0, from, to)
  for (const { type, body, end } of boxesIn(file, 0, file.length))
    if (type === 'uuid' || type === 'udta') bytes.fill(0, body, end)
  return { bytes, width: size[0], height: size[1] }
}

const MOST_PLACES = 100_000

/** What each item is, by its id. */
function itemsOf(file: Buffer, table: Box): Map<number, string> {
  const found = new Map<number, string>()
  const list = childOf(file, table, 'iinf')
  if (!list) return found
  const head = file[list.body] === 0 ? 6 : 8
  for (const { type, body, end } of boxesIn(file, list.body + head, list.end)) {
    const version = file[body]!
    if (type !== 'infe' || version < 2) continue
    const at = body + (version === 2 ? 6 : 8)
    if (at + 6 > end) throw damaged('an item breaks off')
    found.set(
      version === 2 ? file.readUInt16BE(body + 4) : file.readUInt32BE(body + 4),
      file.toString('latin1', at + 2, at + 6),
    )
  }
  return found
}

const widthsThereAre = new Set([0, 1, 2, 3, 4, 8])

/** Reads numbers of the widths, in bytes, that a table says it has. */
function numbersFrom(file: Buffer, from: number, limit: number) {
  let at = from
  return (bytes: number): number => {
    if (!widthsThereAre.has(bytes)) throw damaged(`there are no numbers of ${bytes} bytes`)
    if (at + bytes > limit) throw damaged('the table of places breaks off')
    const value =
      bytes === 8 ? Number(file.readBigUInt64BE(at)) : bytes === 0 ? 0 : file.readUIntBE(at, bytes)
    at += bytes
    return value
  }
}

/** Where the wanted items lie (`iloc`, 14496-12, 8.11.3), in bytes of the file. */
function placesOf(file: Buffer, table: Box, isWanted: (id: number) => boolean): [from: number, to: number][] {
  const box = childOf(file, table, 'iloc')
  if (!box) return []
  const data = childOf(file, table, 'idat')?.body ?? 0
  const version = file[box.body]!
  const next = numbersFrom(file, box.body + 4, box.end)
  const [sizes, more] = [next(1), next(1)]
  const widths = {
    offset: sizes >> 4,
    length: sizes & 15,
    base: more >> 4,
    index: version === 0 ? 0 : more & 15,
  }
  const found: [number, number][] = []
  let places = 0
  for (let left = next(version < 2 ? 2 : 4); left > 0; left--) {
    const id = next(version < 2 ? 2 : 4)
    const inData = version > 0 && (next(2) & 15) === 1
    next(2)
    const base = next(widths.base) + (inData ? data : 0)
    const extents = extentsOf(file, next, widths, base)
    places += extents.length
    if (places > MOST_PLACES) throw damaged('it is in too many pieces')
    if (isWanted(id)) found.push(...extents)
  }
  return found
}

interface Widths {
  offset: number
  length: number
  index: number
}

/** Where an item lies. No length is all that there is. @throws Problem unsupported when it lies behind the end */
function extentsOf(
  file: Buffer,
  next: (bytes: number) => number,
  widths: Widths,
  base: number,
): [number, number][] {
  return Array.from({ length: next(2) }, () => {
    next(widths.index)
    const from = base + next(widths.offset)
    const length = next(widths.length)
    if (from + length > file.length) throw damaged('an item lies behind its end')
    return [from, length === 0 ? file.length : from + length]
  })
}

/** The size of the main item, turned as its properties say (`ispe`, `irot`). */
function sizeOf(file: Buffer, table: Box): [width: number, height: number] {
  const properties = childOf(file, table, 'iprp')
  const container = properties && childOf(file, properties, 'ipco')
  if (!properties || !container) throw damaged('it does not say its size')
  const all = boxesIn(file, container.body, container.end)
  const its = propertiesOf(file, properties, mainItem(file, table)).flatMap((index) => all[index - 1] ?? [])
  const extent = its.find(({ type }) => type === 'ispe')
  if (!extent || extent.end - extent.body < 12) throw damaged('it does not say its size')
  const size: [number, number] = [file.readUInt32BE(extent.body + 4), file.readUInt32BE(extent.body + 8)]
  const turn = its.find(({ type }) => type === 'irot')
  return turn && file[turn.body]! & 1 ? [size[1], size[0]] : size
}

function mainItem(file: Buffer, table: Box): number {
  const box = childOf(file, table, 'pitm')
  if (!box || box.end - box.body < 6) throw damaged('it has no main picture')
  return file[box.body] === 0
    ? file.readUInt16BE(box.body + 4)
    : file.readUIntBE(box.body + 4, Math.min(4, box.end - box.body - 4))
}

/** The properties of an item, as places in their container, counted from 1 (`ipma`, 23008-12, 9.3). */
function propertiesOf(file: Buffer, properties: Box, item: number): number[] {
  for (const { type, body, end } of boxesIn(file, properties.body, properties.end)) {
    if (type !== 'ipma') continue
    const next = numbersFrom(file, body, end)
    const [version, flags] = [next(1), next(3)]
    for (let left = next(4); left > 0; left--) {
      const id = next(version < 1 ? 2 : 4)
      const many = next(1)
      const its = Array.from({ length: many }, () => (flags & 1 ? next(2) & 0x7fff : next(1) & 0x7f))
      if (id === item) return its
    }
  }
  return []
}
