import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { SECRET, sample } from '../../../test/media.ts'
import { Problem } from '../../problem.ts'
import { type Found, inspect } from '../inspect.ts'
import { ANYTHING } from './sniff.ts'

const roomy = { image: 1e9, audio: 1e9, video: 1e9, file: 1e9 }

/** What is found in a file with this in it. */
async function look(bytes: Buffer, limits = roomy): Promise<Found> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-test-'))
  const path = join(folder, 'file')
  writeFileSync(path, bytes)
  const file = await open(path, 'r')
  try {
    return await inspect(file, bytes.length, limits)
  } finally {
    await file.close()
    rmSync(folder, { recursive: true })
  }
}

async function brief(bytes: Buffer) {
  const { contentType, durationMs, width, height } = await look(bytes)
  return [contentType, durationMs, width, height]
}

const text = (words: string) => Buffer.from(words, 'latin1')
const u32 = (value: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
const l32 = (value: number) => u32(value).reverse()
const box = (type: string, ...parts: Buffer[]) => {
  const body = Buffer.concat(parts)
  return Buffer.concat([u32(body.length + 8), text(type), body])
}
const zeros = (many: number) => Buffer.alloc(many)

/** A track of an MP4; `turned` as a phone writes it that is held upright. */
function track(kind: string, width = 0, height = 0, turned = false, ...more: Buffer[]) {
  const matrix = turned
    ? [0, 65536, 0, -65536 >>> 0, 0, 0, 0, 0, 2 ** 30]
    : [65536, 0, 0, 0, 65536, 0, 0, 0, 2 ** 30]
  const header = [zeros(12), u32(1), zeros(24), ...matrix.map(u32), u32(width * 65536), u32(height * 65536)]
  const handler = box('hdlr', zeros(8), text(kind), zeros(12))
  return box(
    'trak',
    box('tkhd', ...header),
    box('mdia', box('mdhd', zeros(12), u32(1000), zeros(8)), handler),
    ...more,
  )
}

const movie = (durationMs: number, ...more: Buffer[]) =>
  box('moov', box('mvhd', zeros(12), u32(1000), u32(durationMs), zeros(80)), ...more)
const brand = (name: string) => box('ftyp', text(name), zeros(4), text('isom'))

test('what a browser has recorded is known by what is in it, and how long it lasts', async () => {
  expect(await brief(sample('sound.webm'))).toEqual(['audio/webm', 1139, null, null])
  expect(await brief(sample('sound.mp4'))).toEqual(['audio/mp4', 1160, null, null])
  expect(await brief(sample('video.webm'))).toEqual(['video/webm', 1171, 64, 48])
  expect(await brief(sample('video.mp4'))).toEqual(['video/mp4', 1188, 64, 48])
})

test('a recording that does not say how long it is ends with its last block', async () => {
  const recorded = sample('video.webm')
  const at = recorded.indexOf(Buffer.from([0x44, 0x89, 0x84]))
  expect(at).toBeGreaterThan(0)
  // Another name for the same four bytes: nothing that anybody reads.
  recorded.set([0x44, 0x88], at)
  const [type, duration] = await brief(recorded)
  expect(type).toBe('video/webm')
  expect(Math.abs((duration as number) - 1171)).toBeLessThan(60)
})

test('an MP4 says its length and its size, whether its table comes first or last', async () => {
  const media = box('mdat', zeros(5000))
  const table = movie(61_500, track('soun'), track('vide', 1920, 1080))
  const seen = ['video/mp4', 61_500, 1920, 1080]
  expect(await brief(Buffer.concat([brand('isom'), table, media]))).toEqual(seen)
  expect(await brief(Buffer.concat([brand('mp42'), media, table]))).toEqual(seen)
  const held = movie(61_500, track('vide', 1920, 1080, true))
  expect(await brief(Buffer.concat([brand('qt  '), held]))).toEqual(['video/quicktime', 61_500, 1080, 1920])
  expect(await brief(Buffer.concat([brand('M4A '), movie(3000, track('soun'))]))).toEqual([
    'audio/mp4',
    3000,
    null,
    null,
  ])
})

test('where and with what a video was taken is to be overwritten, wherever it stands', async () => {
  const place = box('udta', box('©xyz', text(`${SECRET}+48.8582+002.2945/`)))
  const keys = box('meta', text(`com.apple.quicktime.location.ISO6709 ${SECRET}`))
  const xmp = box('uuid', Buffer.from('be7acfcb97a942e89c71999491e3afac', 'hex'), text(SECRET))
  const table = movie(1000, track('vide', 4, 3, false, place), place, keys)
  const file = Buffer.concat([brand('isom'), table, xmp, box('mdat', text('picture')), keys])
  const { wipes = [] } = await look(file)
  for (const { typeAt, from, to } of wipes) {
    file.write('free', typeAt)
    file.fill(0, from, to)
  }
  expect(wipes).toHaveLength(5)
  expect([file.includes(SECRET), file.includes('ISO6709'), file.includes('picture')]).toEqual([
    false,
    false,
    true,
  ])
  expect((await look(file)).wipes).toEqual([])
  expect(await brief(file)).toEqual(['video/mp4', 1000, 4, 3])
})

test('sounds of the usual kinds say how long they last', async () => {
  const wav = (bytes: number, said = bytes) =>
    Buffer.concat([
      text('RIFF'),
      l32(36 + bytes),
      text('WAVEfmt '),
      l32(16),
      Buffer.from([1, 0, 1, 0]),
      l32(8000),
      l32(16_000),
      Buffer.from([2, 0, 16, 0]),
      text('data'),
      l32(said),
      zeros(bytes),
    ])
  expect(await brief(wav(40_000))).toEqual(['audio/wav', 2500, null, null])
  expect(await brief(wav(40_000, 0xffffffff))).toEqual(['audio/wav', 2500, null, null])

  const flac = Buffer.concat([text('fLaC'), Buffer.from([0x80, 0, 0, 34]), zeros(34)])
  flac.writeUIntBE(44_100 << 4, 18, 3)
  flac.writeUInt32BE(441_000, 22)
  expect(await brief(flac)).toEqual(['audio/flac', 10_000, null, null])

  // 128 kbit/s at 44.1 kHz: 417 bytes, 26.122 ms a frame.
  const frame = Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0x00]), zeros(413)])
  const frames = Buffer.concat(Array.from({ length: 100 }, () => frame))
  expect(await brief(frames)).toEqual(['audio/mpeg', 2606, null, null])
  const tag = Buffer.concat([text('ID3\x04\0\0'), Buffer.from([0, 0, 8, 0]), zeros(1024)])
  expect(await brief(Buffer.concat([tag, frames]))).toEqual(['audio/mpeg', 2606, null, null])
  const describing = Buffer.from(frame)
  describing.write('Xing\0\0\0\x01', 36, 'latin1')
  describing.writeUInt32BE(10_000, 44)
  expect(await brief(Buffer.concat([describing, frames]))).toEqual(['audio/mpeg', 261_224, null, null])

  const adts = Buffer.concat([Buffer.from([0xff, 0xf1, 0x50, 0x80, 0x0d, 0x1f, 0xfc]), zeros(97)])
  expect(adts).toHaveLength(104)
  expect((await brief(Buffer.concat(Array.from({ length: 50 }, () => adts))))[0]).toBe('audio/aac')

  const page = (position: bigint, packet: Buffer) => {
    const head = Buffer.alloc(28)
    head.write('OggS')
    head.writeBigUInt64LE(position, 6)
    head.writeUInt32LE(7, 14)
    head.set([1, packet.length], 26)
    return Buffer.concat([head, packet])
  }
  const opus = Buffer.concat([text('OpusHead'), Buffer.from([1, 1, 0x38, 1]), zeros(7)])
  const ogg = Buffer.concat([page(0n, opus), page(24_312n, zeros(200)), page(2n ** 64n - 1n, zeros(9))])
  expect(await brief(ogg)).toEqual(['audio/ogg', 500, null, null])
})

test('what lies about its type is what it is: a file, given to be saved and never shown', async () => {
  const lies: Record<string, Buffer> = {
    'a page': text('<!doctype html><script>alert(1)</script>'),
    'a drawing with script': text('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
    'a document': text('%PDF-1.7 and so on and so on'),
    'a program': text('MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0'),
    'an archive': text('PK\x03\x04\x14\0\0\0\x08\0 and so on'),
    'another Matroska': Buffer.concat([Buffer.from('1a45dfa38b4282886d6174726f736b61', 'hex'), zeros(50)]),
    'the head of a film': Buffer.concat([brand('mp42'), text('<script>')]),
    'a film in which there is nothing': Buffer.concat([brand('mp42'), movie(1000)]),
    'the head of a wave': text('RIFF\xff\0\0\0WAVE<script>alert(1)</script>'),
    'the head of an Ogg': Buffer.concat([text('OggS'), zeros(23), text('<script>alert(1)</script>')]),
    'a tag and no sound': Buffer.concat([
      text('ID3\x04\0\0\0\0\0\x08'),
      text('<script>alert(1)</script>'.repeat(9)),
    ]),
    'text in UTF-16': Buffer.from('\ufeffHello, this is text', 'utf16le'),
    'one frame by chance': Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0]), text('x'.repeat(900))]),
    'a colon': text(':'),
  }
  for (const [what, bytes] of Object.entries(lies)) {
    const { kind, contentType } = await look(bytes)
    expect([what, kind, contentType]).toEqual([what, 'file', ANYTHING])
  }
})

test('each kind has a limit of its own', async () => {
  const limits = { image: 100, audio: 200, video: 300, file: 400 }
  const codeOf = (bytes: Buffer) =>
    look(bytes, limits).then(
      () => undefined,
      (problem: Problem) => problem.code,
    )
  const sized = (head: Buffer, bytes: number) => Buffer.concat([head, zeros(bytes - head.length)])
  expect(await codeOf(sized(sample('photo.png').subarray(0, 60), 101))).toBe('too_large')
  expect(await codeOf(sized(text('OggS'), 200))).toBeUndefined()
  expect(await codeOf(sized(text('OggS'), 201))).toBe('too_large')
  expect(await codeOf(sized(brand('isom'), 300))).toBeUndefined()
  expect(await codeOf(sized(brand('isom'), 301))).toBe('too_large')
  expect(await codeOf(sized(text('%PDF'), 400))).toBeUndefined()
  expect(await codeOf(sized(text('%PDF'), 401))).toBe('too_large')
})

test('whatever is done to a file, it is looked at, or refused, and nothing breaks', async () => {
  const names = ['photo.jpg', 'photo.png', 'photo.webp', 'photo.avif', 'photo.gif', 'sound.webm', 'sound.mp4']
  const spoilt = fc.record({
    name: fc.constantFrom(...names, 'video.webm', 'video.mp4'),
    cut: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { freq: 3 }),
    bytes: fc.array(fc.tuple(fc.nat(1500), fc.constantFrom(0, 1, 0x7f, 0x80, 0xff)), { maxLength: 6 }),
    lengths: fc.array(fc.tuple(fc.nat(1500), fc.nat(2 ** 32 - 1)), { maxLength: 2 }),
  })
  const property = fc.asyncProperty(spoilt, async ({ name, cut, bytes, lengths }) => {
    const file = sample(name)
    for (const [at, value] of bytes) if (at < file.length) file[at] = value
    for (const [at, value] of lengths) if (at + 4 <= file.length) file.writeUInt32BE(value, at)
    const found = await look(file.subarray(0, file.length * (cut ?? 1))).catch((error) => error)
    expect(found instanceof Problem || ['image', 'video', 'audio', 'file'].includes(found.kind)).toBe(true)
  })
  await fc.assert(property, { numRuns: 300 })
})
