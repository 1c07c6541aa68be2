import { type ReadTrack, type Source, sound } from './source.ts'

const TAIL_BYTES = 128 * 1024
const PAGE_HEAD = 27

/** Ogg with one of the usual sounds in it: the last page says how many samples there were (RFC 3533, 6). */
export const readOgg: ReadTrack = async (source) => {
  const head = await source.read(0, 4096)
  if (head.length < PAGE_HEAD) return undefined
  const found = soundOf(head.subarray(PAGE_HEAD + head[26]!))
  if (!found || found.rate === 0) return undefined
  const samples = await lastSample(source, head.readUInt32LE(14))
  return sound(
    'audio/ogg',
    samples === undefined ? null : (Math.max(0, samples - found.skipped) / found.rate) * 1000,
  )
}

/** Samples a second by the first packet, and how many at the beginning are not heard. */
function soundOf(packet: Buffer): { rate: number; skipped: number } | undefined {
  if (packet.length < 30) return undefined
  // Opus counts in 48 kHz whatever was recorded (RFC 7845, 4).
  if (packet.toString('latin1', 0, 8) === 'OpusHead')
    return { rate: 48_000, skipped: packet.readUInt16LE(10) }
  if (packet.toString('latin1', 0, 7) === '\x01vorbis') return { rate: packet.readUInt32LE(12), skipped: 0 }
  if (packet.toString('latin1', 0, 5) === '\x7fFLAC')
    return { rate: packet.readUIntBE(27, 3) >>> 4, skipped: 0 }
  return undefined
}

const NO_PACKET_ENDS_HERE = 2n ** 64n - 1n

async function lastSample(source: Source, serial: number): Promise<number | undefined> {
  const tail = await source.read(Math.max(0, source.size - TAIL_BYTES), TAIL_BYTES)
  for (let at = tail.lastIndexOf('OggS'); at >= 0; at = at === 0 ? -1 : tail.lastIndexOf('OggS', at - 1)) {
    if (at + PAGE_HEAD > tail.length || tail.readUInt32LE(at + 14) !== serial) continue
    const position = tail.readBigUInt64LE(at + 6)
    if (position !== NO_PACKET_ENDS_HERE) return Number(position)
  }
  return undefined
}
