import { type ReadTrack, sound } from './source.ts'

const SAMPLES_A_SECOND = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000, 7350,
]
const SAMPLES_A_FRAME = 1024
const LOOKED_AT_BYTES = 256 * 1024

/** AAC in ADTS (ISO/IEC 13818-7, 6.2): frames of a length of their own. The first ones tell how long such a file lasts. */
export const readAac: ReadTrack = async (source) => {
  const bytes = await source.read(0, LOOKED_AT_BYTES)
  let frames = 0
  let at = 0
  let rate: number | undefined
  for (; at + 7 <= bytes.length; frames++) {
    if (bytes[at] !== 0xff || (bytes[at + 1]! & 0xf6) !== 0xf0) break
    const length = (bytes.readUIntBE(at + 3, 3) >>> 5) & 0x1fff
    rate = SAMPLES_A_SECOND[(bytes[at + 2]! >>> 2) & 15]
    if (length < 7 || rate === undefined) return undefined
    at += length
  }
  // One alone may be chance, unless the file ends with it.
  if (rate === undefined || (frames < 2 && at !== source.size)) return undefined
  return sound('audio/aac', (source.size / (at / frames)) * (SAMPLES_A_FRAME / rate) * 1000)
}
