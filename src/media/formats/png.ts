import { crc32 } from 'node:zlib'
import { readOrientation, writeOrientation } from './orientation.ts'
import { type CleanPicture, damaged, requireFew, requireSize, upright } from './picture.ts'

/** What makes the picture, moving ones too (PNG third edition, 11). Text, times and whatever is not known goes. */
const kept = new Set(
  'IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP cICP mDCV cLLI sBIT bKGD pHYs acTL fcTL fdAT'.split(' '),
)
const SIGNATURE_BYTES = 8

/** @throws Problem unsupported */
export function cleanPng(file: Buffer): CleanPicture {
  const rest: Buffer[] = []
  let orientation = 1
  let ended = false
  for (let at = SIGNATURE_BYTES; !ended; ) {
    if (at + 12 > file.length) throw damaged('it breaks off')
    const end = at + 12 + file.readUInt32BE(at)
    if (end > file.length) throw damaged('it breaks off')
    const name = file.toString('latin1', at + 4, at + 8)
    if (rest.length === 0 && name !== 'IHDR') throw damaged('it does not begin with its size')
    if (name === 'eXIf') orientation = readOrientation(file.subarray(at + 8, end - 4))
    if (kept.has(name)) rest.push(file.subarray(at, end))
    requireFew(rest)
    ended = name === 'IEND'
    at = end
  }
  const [header, ...others] = rest as [Buffer, ...Buffer[]]
  if (header.length !== 25) throw damaged('its header is not of the right length')
  const [width, height] = [header.readUInt32BE(8), header.readUInt32BE(12)]
  requireSize(width, height)
  const turned = orientation === 1 ? [] : [chunk('eXIf', writeOrientation(orientation))]
  const bytes = Buffer.concat([file.subarray(0, SIGNATURE_BYTES), header, ...turned, ...others])
  return { bytes, ...upright(width, height, orientation) }
}

function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.writeUInt32BE(crc32(named), 4)
  return Buffer.concat([frame.subarray(0, 4), named, frame.subarray(4)])
}
