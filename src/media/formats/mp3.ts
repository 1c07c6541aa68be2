import { type ReadTrack, type Source, sound } from './source.ts'

/** Bits a second by version and index, for layer III (ISO/IEC 11172-3 and 13818-3, 2.4.2.3). */
const rates1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320]
const rates2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160]
const SAMPLES_A_SECOND = [44_100, 48_000, 32_000]
const MOST_TAGS = 8
/** How far behind the tags the first frame may be. */
const SEARCHED_BYTES = 64 * 1024
const OLD_TAG_BYTES = 128

interface Frame {
  bytes: number
  samples: number
  samplesPerSecond: number
  bitsPerSecond: number
  /** Where a description of the whole stands in it, if there is one. */
  sideBytes: number
}

/** MP3: how many frames there are, where the first one says so; else what the length makes at its bit rate. */
export const readMp3: ReadTrack = async (source) => {
  const start = await skipTags(source)
  const bytes = await source.read(start, SEARCHED_BYTES)
  const at = findFrame(bytes, start + bytes.length === source.size)
  if (at === undefined) return undefined
  const frame = frameAt(bytes, at)!
  const frames = countFrames(bytes, at, frame)
  const length = source.size - start - at - (await oldTagBytes(source))
  const seconds =
    frames === undefined
      ? (length * 8) / frame.bitsPerSecond
      : (frames * frame.samples) / frame.samplesPerSecond
  return sound('audio/mpeg', seconds * 1000)
}

/** Behind tags of the newer kind (ID3v2.4, 3.1); their lengths have seven bits in a byte. */
async function skipTags(source: Source): Promise<number> {
  let at = 0
  for (let tags = 0; tags < MOST_TAGS; tags++) {
    const head = await source.read(at, 10)
    if (head.length < 10 || head.toString('latin1', 0, 3) !== 'ID3') break
    const length = [6, 7, 8, 9].reduce((sum, i) => sum * 128 + (head[i]! & 0x7f), 0)
    at += 10 + length + (head[5]! & 0x10 ? 10 : 0)
  }
  return at
}

async function oldTagBytes(source: Source): Promise<number> {
  const tail = await source.read(source.size - OLD_TAG_BYTES, 3)
  return tail.toString('latin1', 0, 3) === 'TAG' ? OLD_TAG_BYTES : 0
}

/** Eleven set bits may stand anywhere; a frame is one that another follows, or with which the file ends. */
function findFrame(bytes: Buffer, isWhole: boolean): number | undefined {
  for (let at = bytes.indexOf(0xff); at !== -1 && at + 4 <= bytes.length; at = bytes.indexOf(0xff, at + 1)) {
    const frame = frameAt(bytes, at)
    if (!frame) continue
    const next = at + frame.bytes
    if (next + 4 <= bytes.length ? frameAt(bytes, next) : isWhole && next <= bytes.length) return at
  }
  return undefined
}

function frameAt(bytes: Buffer, at: number): Frame | undefined {
  const head = bytes.readUInt32BE(at)
  const version = (head >>> 19) & 3
  const isLayer3 = ((head >>> 17) & 3) === 1
  if (head >>> 21 !== 0x7ff || version === 1 || !isLayer3) return undefined
  const isFirst = version === 3
  const kilobits = (isFirst ? rates1 : rates2)[(head >>> 12) & 15]
  const rate = SAMPLES_A_SECOND[(head >>> 10) & 3]
  if (!kilobits || !rate) return undefined
  const samplesPerSecond = rate / (isFirst ? 1 : version === 2 ? 2 : 4)
  const samples = isFirst ? 1152 : 576
  const bitsPerSecond = kilobits * 1000
  const length = Math.floor((samples / 8) * (bitsPerSecond / samplesPerSecond)) + ((head >>> 9) & 1)
  const isMono = ((head >>> 6) & 3) === 3
  const sideBytes = isFirst ? (isMono ? 17 : 32) : isMono ? 9 : 17
  return { bytes: length, samples, samplesPerSecond, bitsPerSecond, sideBytes }
}

/** As the first frame says, where it does not sound but describes: Xing and Info, or VBRI. */
function countFrames(bytes: Buffer, at: number, { sideBytes }: Frame): number | undefined {
  const xing = at + 4 + sideBytes
  const named = bytes.toString('latin1', xing, xing + 4)
  if ((named === 'Xing' || named === 'Info') && xing + 12 <= bytes.length && bytes[xing + 7]! & 1)
    return bytes.readUInt32BE(xing + 8)
  const vbri = at + 36
  if (bytes.toString('latin1', vbri, vbri + 4) === 'VBRI' && vbri + 18 <= bytes.length)
    return bytes.readUInt32BE(vbri + 14)
  return undefined
}
