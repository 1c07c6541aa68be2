import type { MediaKind } from '../../db/schema.ts'

/** As many first bytes as are needed to tell what a file is. */
export const HEAD_BYTES = 4096

/** What a medium may turn out to be, and the extensions that its name may have; the first one is the usual. */
export const extensions: Record<string, string[]> = {
  'image/jpeg': ['jpg', 'jpeg', 'jpe', 'jfif'],
  'image/png': ['png', 'apng'],
  'image/gif': ['gif'],
  'image/webp': ['webp'],
  'image/avif': ['avif'],
  'image/heic': ['heic', 'heif'],
  'video/mp4': ['mp4', 'm4v'],
  'video/quicktime': ['mov', 'qt'],
  'video/webm': ['webm'],
  'audio/mp4': ['m4a', 'mp4', 'm4b'],
  'audio/webm': ['weba', 'webm'],
  'audio/ogg': ['ogg', 'oga', 'opus'],
  'audio/mpeg': ['mp3'],
  'audio/aac': ['aac'],
  'audio/flac': ['flac'],
  'audio/wav': ['wav', 'wave'],
}

/** What is none of these: it is kept as it is, and given to be saved, never to be shown. */
export const ANYTHING = 'application/octet-stream'

export function kindOf(contentType: string): MediaKind {
  return contentType in extensions ? (contentType.split('/')[0] as MediaKind) : 'file'
}

const text = (bytes: Buffer, from: number, to: number) => bytes.toString('latin1', from, to)

/** The brands by which files of the ISO family say what they are (ISO/IEC 14496-12, 4.3), the most telling first. */
const brands: [contentType: string, brands: RegExp][] = [
  ['image/avif', /^(avif|avis)$/],
  ['image/heic', /^(heic|heix|heim|heis|hevc|hevx)$/],
  ['video/quicktime', /^qt {2}$/],
  ['video/mp4', /^(isom|iso[2-9]|mp4[12]|avc1|dash|cmfc|M4[AVB] |MSNV|F4V )$/],
]

function sniffBrand(head: Buffer): string | undefined {
  if (text(head, 4, 8) !== 'ftyp') return undefined
  const end = Math.min(head.readUInt32BE(0), head.length)
  const found = [text(head, 8, 12)]
  for (let at = 16; at + 4 <= end; at += 4) found.push(text(head, at, at + 4))
  return brands.find(([, known]) => known.test(found[0]!))?.[0] ?? byAnyBrand(found)
}

function byAnyBrand(found: string[]): string | undefined {
  return brands.find(([, known]) => found.some((brand) => known.test(brand)))?.[0]
}

const signatures: [contentType: string, looksSo: (head: Buffer) => boolean][] = [
  ['image/jpeg', (b) => text(b, 0, 3) === '\xff\xd8\xff'],
  ['image/png', (b) => text(b, 0, 8) === '\x89PNG\r\n\x1a\n'],
  ['image/gif', (b) => /^GIF8[79]a/.test(text(b, 0, 6))],
  ['image/webp', (b) => text(b, 0, 4) === 'RIFF' && text(b, 8, 12) === 'WEBP'],
  ['audio/wav', (b) => text(b, 0, 4) === 'RIFF' && text(b, 8, 12) === 'WAVE'],
  // EBML; whether it is WebM, and not another Matroska, and whether there is something to see, its reader says.
  ['video/webm', (b) => text(b, 0, 4) === '\x1a\x45\xdf\xa3'],
  ['audio/ogg', (b) => text(b, 0, 4) === 'OggS'],
  ['audio/flac', (b) => text(b, 0, 4) === 'fLaC'],
  ['audio/aac', (b) => b[0] === 0xff && (b[1]! & 0xf6) === 0xf0],
  // MPEG audio layer III, or a tag before it.
  ['audio/mpeg', (b) => text(b, 0, 3) === 'ID3' || (b[0] === 0xff && (b[1]! & 0xe6) === 0xe2)],
]

/** What the first bytes look like. It is only a guess until the format's reader has found what it needs. */
export function sniff(head: Buffer): string {
  if (head.length < 12) return ANYTHING
  return signatures.find(([, looksSo]) => looksSo(head))?.[0] ?? sniffBrand(head) ?? ANYTHING
}
