import { readOrientation, writeOrientation } from './orientation.ts'
import { type CleanPicture, damaged, requireFew, requireSize, upright } from './picture.ts'

const kept = new Set(['VP8X', 'VP8 ', 'VP8L', 'ALPH', 'ANIM', 'ANMF', 'ICCP'])
/** Flags of VP8X that announce metadata (RFC 9649, 2.7.1). */
const EXIF_FLAG = 0x08
const XMP_FLAG = 0x04

type Chunk = [name: string, data: Buffer]

/** @throws Problem unsupported */
export function cleanWebp(file: Buffer): CleanPicture {
  const chunks = chunksOf(file)
  const exif = chunks.find(([name]) => name === 'EXIF')?.[1]
  // Some programs write it as it stands in a JPEG, with its name before it.
  const named = exif?.toString('latin1', 0, 6) === 'Exif\0\0'
  const orientation = exif ? readOrientation(named ? exif.subarray(6) : exif) : 1
  const extended = chunks[0]?.[0] === 'VP8X' ? chunks[0][1] : undefined
  const size = sizeOf(chunks)
  requireSize(...size)
  const turns = orientation !== 1 && extended !== undefined
  const left = chunks.filter(([name]) => kept.has(name))
  if (extended) left[0] = ['VP8X', withFlags(extended, turns)]
  if (turns) left.push(['EXIF', writeOrientation(orientation)])
  return { bytes: join(left), ...upright(...size, turns ? orientation : 1) }
}

function chunksOf(file: Buffer): Chunk[] {
  const end = Math.min(8 + file.readUInt32LE(4), file.length)
  const chunks: Chunk[] = []
  for (let at = 12; at + 8 <= end; ) {
    const length = file.readUInt32LE(at + 4)
    if (at + 8 + length > end) throw damaged('it breaks off')
    chunks.push([file.toString('latin1', at, at + 4), file.subarray(at + 8, at + 8 + length)])
    requireFew(chunks)
    at += 8 + length + (length % 2)
  }
  return chunks
}

/** Width and height, from whichever kind of chunk comes first (RFC 9649, 2.5 to 2.7). */
function sizeOf([first]: Chunk[]): [number, number] {
  const [name, data] = first ?? ['', Buffer.alloc(0)]
  if (data.length < 10 && !(name === 'VP8L' && data.length >= 5)) throw damaged('it does not say its size')
  if (name === 'VP8X') return [data.readUIntLE(4, 3) + 1, data.readUIntLE(7, 3) + 1]
  if (name === 'VP8 ') return [data.readUInt16LE(6) & 0x3fff, data.readUInt16LE(8) & 0x3fff]
  if (name !== 'VP8L') throw damaged('it does not say its size')
  const bits = data.readUInt32LE(1)
  return [(bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1]
}

function withFlags(extended: Buffer, turns: boolean): Buffer {
  const bytes = Buffer.from(extended)
  bytes[0] = (bytes[0]! & ~(EXIF_FLAG | XMP_FLAG)) | (turns ? EXIF_FLAG : 0)
  return bytes
}

function join(chunks: Chunk[]): Buffer {
  const parts = chunks.flatMap(([name, data]) => {
    const head = Buffer.alloc(8)
    head.write(name, 'latin1')
    head.writeUInt32LE(data.length, 4)
    return [head, data, Buffer.alloc(data.length % 2)]
  })
  const body = Buffer.concat([Buffer.from('WEBP', 'latin1'), ...parts])
  const riff = Buffer.from('RIFF\0\0\0\0', 'latin1')
  riff.writeUInt32LE(body.length, 4)
  return Buffer.concat([riff, body])
}
