import { type ReadTrack, sound } from './source.ts'

/** FLAC: its first block has the samples a second (20 bits) and how many there are (36 bits; 0 is not known). */
export const readFlac: ReadTrack = async (source) => {
  const head = await source.read(0, 42)
  if (head.length < 42 || (head[4]! & 0x7f) !== 0) return undefined
  const rate = head.readUIntBE(18, 3) >>> 4
  if (rate === 0) return undefined
  const samples = (head[21]! & 15) * 2 ** 32 + head.readUInt32BE(22)
  return sound('audio/flac', samples === 0 ? null : (samples / rate) * 1000)
}
