import { type ReadTrack, sound } from './source.ts'

const MOST_CHUNKS = 1000
/** Written by programs that do not know yet how long it will be. */
const UNKNOWN = 0xffffffff

/** WAV: how many bytes a second it has, and how many there are. */
export const readWav: ReadTrack = async (source) => {
  let bytesPerSecond = 0
  for (let at = 12, chunks = 0; at + 8 <= source.size && chunks < MOST_CHUNKS; chunks++) {
    const head = await source.read(at, 24)
    const name = head.toString('latin1', 0, 4)
    const length = head.readUInt32LE(4)
    if (name === 'fmt ' && head.length >= 20) bytesPerSecond = head.readUInt32LE(16)
    if (name === 'data') {
      if (bytesPerSecond === 0) return undefined
      const there = source.size - at - 8
      const bytes = length === 0 || length === UNKNOWN ? there : Math.min(length, there)
      return sound('audio/wav', (bytes / bytesPerSecond) * 1000)
    }
    at += 8 + length + (length % 2)
  }
  return undefined
}
