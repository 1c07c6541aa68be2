import { readOrientation, writeOrientation } from './orientation.ts'
import { type CleanPicture, damaged, requireFew, requireSize, upright } from './picture.ts'

/** Markers, ITU-T T.81, table B.1. */
const SOI = 0xd8
const EOI = 0xd9
const SOS = 0xda
const APP0 = 0xe0
const APP1 = 0xe1
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
const isTable = (marker: number) => [0xc4, 0xcc, 0xdb, 0xdc, 0xdd].includes(marker)

interface Segment {
  marker: number
  /** With its marker. */
  bytes: Buffer
}

/**
 * Keeps of a JPEG what makes the picture: tables, frames, scans, colours (ICC, Adobe) and which way up. All else goes:
 * EXIF with its places, XMP, IPTC, comments, previews, and whatever lies behind the end.
 * @throws Problem unsupported
 */
export function cleanJpeg(file: Buffer): CleanPicture {
  const segments: Segment[] = []
  for (const segment of segmentsOf(file)) {
    segments.push(segment)
    requireFew(segments)
  }
  const size = sizeOf(segments)
  const density = segments.find(isDensity)
  const exif = segments.find(({ marker, bytes }) => marker === APP1 && holds(bytes, 'Exif\0'))
  const orientation = exif ? readOrientation(exif.bytes.subarray(10)) : 1
  const bytes = Buffer.concat([
    Buffer.from([0xff, SOI]),
    ...(density ? [withoutPreview(density.bytes)] : []),
    ...(orientation === 1 ? [] : [exifSegment(orientation)]),
    ...segments.filter(isKept).map((segment) => segment.bytes),
    Buffer.from([0xff, EOI]),
  ])
  return { bytes, ...upright(...size, orientation) }
}

/** Width and height, which must be said once, and before the first scan. */
function sizeOf(segments: Segment[]): [number, number] {
  const frames = segments.filter(({ marker }) => isFrame(marker))
  const [frame] = frames
  if (frames.length > 1) throw damaged('it has two frames')
  if (!frame || segments.findIndex(({ marker }) => marker === SOS) < segments.indexOf(frame))
    throw damaged('it has no frame, or no scan behind it')
  if (frame.bytes.length < 10) throw damaged('its frame is cut off')
  const size: [number, number] = [frame.bytes.readUInt16BE(7), frame.bytes.readUInt16BE(5)]
  requireSize(...size)
  return size
}

const isDensity = ({ marker, bytes }: Segment) =>
  marker === APP0 && bytes.length >= 18 && holds(bytes, 'JFIF\0')

function isKept({ marker, bytes }: Segment): boolean {
  if (isFrame(marker) || isTable(marker) || marker === SOS) return true
  if (marker === 0xe2) return holds(bytes, 'ICC_PROFILE\0')
  return marker === 0xee && holds(bytes, 'Adobe')
}

const holds = (segment: Buffer, name: string) => segment.toString('latin1', 4, 4 + name.length) === name

function withoutPreview(jfif: Buffer): Buffer {
  const bytes = Buffer.from(jfif.subarray(0, 18))
  bytes.writeUInt16BE(16, 2)
  bytes.writeUInt16BE(0, 16)
  return bytes
}

function exifSegment(orientation: number): Buffer {
  const exif = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), writeOrientation(orientation)])
  const head = Buffer.from([0xff, APP1, 0, 0])
  head.writeUInt16BE(exif.length + 2, 2)
  return Buffer.concat([head, exif])
}

/** The segments between start and end; a scan has its data with it. A file that breaks off in a scan ends there. */
function* segmentsOf(file: Buffer): Generator<Segment> {
  for (let at = 2; at < file.length; ) {
    while (file[at] === 0xff && file[at + 1] === 0xff) at++
    const marker = markerAt(file, at)
    if (marker === EOI) return
    if (isBare(marker)) {
      at += 2
      continue
    }
    const headEnd = endOfHead(file, at)
    const end = marker === SOS ? endOfScan(file, headEnd) : headEnd
    yield { marker, bytes: file.subarray(at, end) }
    at = end
  }
}

/** It has nothing with it, and no meaning between segments. */
const isBare = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)

function markerAt(file: Buffer, at: number): number {
  const marker = file[at] === 0xff ? file[at + 1] : undefined
  if (!marker || marker === SOI) throw damaged(`there is no marker at byte ${at}`)
  return marker
}

function endOfHead(file: Buffer, at: number): number {
  const length = at + 4 <= file.length ? file.readUInt16BE(at + 2) : 0
  if (length < 2 || at + 2 + length > file.length) throw damaged('it breaks off')
  return at + 2 + length
}

/** Where the next marker stands: in a scan, FF is followed by 00 or by a restart marker. */
function endOfScan(file: Buffer, from: number): number {
  for (let at = file.indexOf(0xff, from); at !== -1; at = file.indexOf(0xff, at)) {
    const next = file[at + 1]
    if (next === undefined) break
    if (next === 0 || (next >= 0xd0 && next <= 0xd7)) at += 2
    else if (next === 0xff) at += 1
    else return at
  }
  return file.length
}
