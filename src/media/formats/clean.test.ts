import { expect, test } from 'bun:test'
import { crc32 } from 'node:zlib'
import { pngOf, SECRET, sample } from '../../../test/media.ts'
import { Problem } from '../../problem.ts'
import { cleanGif } from './gif.ts'
import { cleanHeif } from './heif.ts'
import { cleanJpeg } from './jpeg.ts'
import { readOrientation, writeOrientation } from './orientation.ts'
import type { CleanPicture } from './picture.ts'
import { cleanPng } from './png.ts'
import { cleanWebp } from './webp.ts'

const cleaners: Record<string, (file: Buffer) => CleanPicture> = {
  'photo.jpg': cleanJpeg,
  'photo.png': cleanPng,
  'photo.webp': cleanWebp,
  'photo.avif': cleanHeif,
}

/** What lies in a PNG: each chunk with its name. */
function chunksOf(png: Buffer): [name: string, data: Buffer][] {
  const found: [string, Buffer][] = []
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at)
    const named = png.subarray(at + 4, at + 8 + length)
    expect(png.readUInt32BE(at + 8 + length)).toBe(crc32(named))
    found.push([named.toString('latin1', 0, 4), named.subarray(4)])
    at += 12 + length
  }
  return found
}

const png = (width: number, height: number, ...more: [string, Buffer][]) =>
  pngOf(width, height, Buffer.alloc(10), ...more)

const segment = (marker: number, data: Buffer) => {
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(data.length + 2, 2)
  return Buffer.concat([head, data])
}

/** The code of the refusal, and its words; undefined when it is taken. */
function refusal(attempt: () => unknown): string | undefined {
  try {
    attempt()
    return undefined
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return `${error.code}: ${error.message}`
  }
}

for (const [name, clean] of Object.entries(cleaners))
  test(`${name}: where it was taken, and by whom, is gone; how it looks and which way up is not`, () => {
    const file = sample(name)
    expect(file.includes(SECRET)).toBe(true)
    const { bytes, width, height } = clean(file)
    expect(bytes.includes(SECRET)).toBe(false)
    expect(bytes.includes('xmpmeta')).toBe(false)
    // Twenty-four by sixteen, taken with the camera on its side.
    expect([width, height]).toEqual([16, 24])
    expect(clean(bytes)).toEqual({ bytes, width, height })
  })

test('a JPEG keeps its colours and its scan, and of its EXIF only which way up', () => {
  const file = sample('photo.jpg')
  const { bytes } = cleanJpeg(file)
  expect(bytes.includes('ICC_PROFILE')).toBe(true)
  const exif = bytes.indexOf('Exif\0\0')
  expect(bytes.readUInt16BE(exif - 2)).toBe(34)
  expect(readOrientation(bytes.subarray(exif + 6))).toBe(6)
  const scan = file.subarray(file.indexOf(Buffer.from([0xff, 0xda])))
  expect(bytes.subarray(-scan.length)).toEqual(scan)
})

test('what hangs on behind the end of a picture, or between its parts, is cut off', () => {
  const script = Buffer.from('<script>alert(1)</script>')
  const zip = Buffer.from('PK\x03\x04', 'latin1')
  for (const [name, clean] of Object.entries(cleaners).filter(([name]) => name !== 'photo.avif')) {
    const file = sample(name)
    const { bytes } = clean(Buffer.concat([file, script, zip]))
    expect([name, bytes]).toEqual([name, clean(file).bytes])
  }
  const jpeg = cleanJpeg(sample('photo.jpg')).bytes
  const comment = Buffer.concat([
    jpeg.subarray(0, 2),
    segment(0xfe, script),
    segment(0xe4, script),
    jpeg.subarray(2),
  ])
  expect(cleanJpeg(comment).bytes).toEqual(jpeg)
  const text: [string, Buffer] = ['tEXt', Buffer.from('Comment\0<script>')]
  expect(
    chunksOf(cleanPng(png(3, 3, text, ['iTXt', script], ['teSt', script])).bytes).map(([name]) => name),
  ).toEqual(['IHDR', 'IDAT', 'IEND'])
})

test('a GIF keeps its pictures and how often they come, and loses comments and what other programs say', () => {
  const file = sample('photo.gif')
  const at = 13 + 3 * 2 ** ((file[10]! & 7) + 1)
  const block = (label: number, ...pieces: string[]) =>
    Buffer.concat([
      Buffer.from([0x21, label]),
      ...pieces.flatMap((piece) => [Buffer.from([piece.length]), Buffer.from(piece, 'latin1')]),
      Buffer.from([0]),
    ])
  const loops = block(0xff, 'NETSCAPE2.0', '\x01\x00\x00')
  const put = (...blocks: Buffer[]) => Buffer.concat([file.subarray(0, at), ...blocks, file.subarray(at)])
  const plain = cleanGif(file)
  expect([plain.width, plain.height]).toEqual([24, 16])
  const told = put(block(0xfe, SECRET, '<script>'), loops, block(0xff, 'XMP DataXMP', SECRET))
  expect(cleanGif(Buffer.concat([told, Buffer.from(SECRET)])).bytes).toEqual(cleanGif(put(loops)).bytes)
  expect(cleanGif(told).bytes.includes('NETSCAPE')).toBe(true)
})

test('a WebP that says nothing besides stays as it is, and its flags fit what is in it', () => {
  const { bytes } = cleanWebp(sample('photo.webp'))
  expect(bytes.readUInt32LE(4)).toBe(bytes.length - 8)
  const flags = bytes[20]!
  expect([flags & 0x08, flags & 0x04]).toEqual([8, 0])
  const simple = Buffer.from('UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==', 'base64')
  expect(cleanWebp(simple)).toEqual({ bytes: simple, width: 1, height: 1 })
})

test('pictures that unpack into more than anybody can hold are refused by their head alone', () => {
  const bomb = png(50_000, 50_000)
  expect(bomb.length).toBeLessThan(200)
  expect(refusal(() => cleanPng(bomb))).toMatch(/^unsupported: .* 50000 × 50000$/)
  expect(refusal(() => cleanPng(png(8192, 6400)))).toBeUndefined()
  expect(refusal(() => cleanPng(png(8192, 6401)))).toMatch(/^unsupported/)
  expect(refusal(() => cleanPng(png(0, 10)))).toMatch(/no size/)
  const gif = Buffer.from(sample('photo.gif'))
  gif.writeUInt16LE(65_535, 6)
  gif.writeUInt16LE(65_535, 8)
  expect(refusal(() => cleanGif(gif))).toMatch(/^unsupported/)
  const jpeg = Buffer.from(sample('photo.jpg'))
  jpeg.writeUInt32BE(0xffffffff, jpeg.indexOf(Buffer.from([0xff, 0xc0])) + 5)
  expect(refusal(() => cleanJpeg(jpeg))).toMatch(/^unsupported/)
  const webp = Buffer.from(sample('photo.webp'))
  webp.fill(0xff, 24, 30)
  expect(refusal(() => cleanWebp(webp))).toMatch(/^unsupported/)
  const avif = Buffer.from(sample('photo.avif'))
  avif.writeUInt32BE(100_000, avif.indexOf('ispe') + 8)
  avif.writeUInt32BE(100_000, avif.indexOf('ispe') + 12)
  expect(refusal(() => cleanHeif(avif))).toMatch(/^unsupported/)
})

test('a file of nothing but small pieces does not fill the memory with their places', () => {
  const jpeg = sample('photo.jpg')
  const comments = Buffer.alloc(4 * 100_001)
  for (let at = 0; at < comments.length; at += 4) comments.set([0xff, 0xdb, 0, 2], at)
  expect(refusal(() => cleanJpeg(Buffer.concat([jpeg.subarray(0, 2), comments, jpeg.subarray(2)])))).toMatch(
    /pieces/,
  )
  const gif = sample('photo.gif')
  const at = 13 + 3 * 2 ** ((gif[10]! & 7) + 1)
  const controls = Buffer.alloc(3 * 100_001)
  for (let i = 0; i < controls.length; i += 3) controls.set([0x21, 0xf9, 0], i)
  expect(refusal(() => cleanGif(Buffer.concat([gif.subarray(0, at), controls, gif.subarray(at)])))).toMatch(
    /pieces/,
  )
})

test('what only begins like a picture is refused, wherever it breaks off', () => {
  for (const [name, clean] of [...Object.entries(cleaners), ['photo.gif', cleanGif] as const]) {
    const file = sample(name)
    const head = clean(file).bytes.length
    for (let length = 12; length < file.length; length += 7) {
      const part = file.subarray(0, length)
      const why = refusal(() => clean(part))
      if (why === undefined) expect([name, clean(part).bytes.length <= head + 2]).toEqual([name, true])
      else expect([name, why]).toEqual([name, expect.stringMatching(/^unsupported: The picture is damaged/)])
    }
  }
  expect(
    refusal(() => cleanJpeg(Buffer.from('\xff\xd8\xff\xe0<html><script>alert(1)</script>', 'latin1'))),
  ).toMatch(/damaged/)
  expect(refusal(() => cleanGif(Buffer.from('GIF89a=1;alert(1)//')))).toMatch(/^unsupported/)
})

test('an AVIF whose table of places has numbers of fifteen bytes is damaged', () => {
  const avif = Buffer.from(sample('photo.avif'))
  avif[avif.indexOf('iloc') + 8] = 0xff
  expect(refusal(() => cleanHeif(avif))).toMatch(/^unsupported: The picture is damaged/)
})

test('which way up is read in both orders of bytes, and nonsense is the right way up', () => {
  for (const orientation of [1, 3, 6, 8])
    expect(readOrientation(writeOrientation(orientation))).toBe(orientation)
  const little = Buffer.from('49492a00080000000100120103000100000003000000', 'hex')
  expect(readOrientation(little)).toBe(3)
  for (const not of ['', 'MM', 'II*\0\xff\xff\xff\xff', 'x'.repeat(50)])
    expect(readOrientation(Buffer.from(not, 'latin1'))).toBe(1)
  const odd = writeOrientation(6)
  odd.writeUInt16BE(9, 18)
  expect(readOrientation(odd)).toBe(1)
})
