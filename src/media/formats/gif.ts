import { type CleanPicture, damaged, requireFew, requireSize } from './picture.ts'

const EXTENSION = 0x21
const IMAGE = 0x2c
const TRAILER = 0x3b
const CONTROL = 0xf9
const APPLICATION = 0xff
/** How often it repeats, and its colours. */
const keptApplications = ['NETSCAPE2.0', 'ANIMEXTS1.0', 'ICCRGBG1012']

/** Keeps pictures, their timing and colours; comments and whatever other programs have put in goes. @throws Problem unsupported */
export function cleanGif(file: Buffer): CleanPicture {
  if (file.length < 13) throw damaged('it breaks off')
  const [width, height] = [file.readUInt16LE(6), file.readUInt16LE(8)]
  requireSize(width, height)
  const kept: Buffer[] = []
  let pictures = 0
  let at = 13 + tableBytes(file[10]!)
  kept.push(file.subarray(0, at))
  while (at < file.length && file[at] !== TRAILER) {
    const end = endOfBlock(file, at)
    if (file[at] === IMAGE) pictures++
    if (file[at] === IMAGE || isKept(file, at)) kept.push(file.subarray(at, end))
    requireFew(kept)
    at = end
  }
  if (pictures === 0) throw damaged('there is no picture in it')
  return { bytes: Buffer.concat([...kept, Buffer.from([TRAILER])]), width, height }
}

function isKept(file: Buffer, at: number): boolean {
  if (file[at + 1] === CONTROL) return true
  return file[at + 1] === APPLICATION && keptApplications.includes(file.toString('latin1', at + 3, at + 14))
}

/** Of a colour table, by the flags that announce it. */
function tableBytes(flags: number): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0
}

function endOfBlock(file: Buffer, at: number): number {
  if (file[at] === EXTENSION) return endOfData(file, at + 2)
  if (file[at] !== IMAGE || at + 10 > file.length) throw damaged(`there is no block at byte ${at}`)
  // The descriptor, a colour table of its own, and the size of its first codes.
  return endOfData(file, at + 10 + tableBytes(file[at + 9]!) + 1)
}

/** Data comes in pieces, each with its length before it; the last is empty. */
function endOfData(file: Buffer, from: number): number {
  let at = from
  while (at < file.length && file[at] !== 0) at += 1 + file[at]!
  if (at >= file.length) throw damaged('it breaks off')
  return at + 1
}
