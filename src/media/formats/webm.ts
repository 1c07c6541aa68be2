import { type Element, elementAt, elementsIn, floatOf, uintOf } from './ebml.ts'
import type { ReadTrack, Source, Track } from './source.ts'
import { lastClusterMs } from './webm-clusters.ts'

/** Names of elements (RFC 9559, 27; EBML, RFC 8794). */
const EBML = 0x1a45dfa3
const DOC_TYPE = 0x4282
const SEGMENT = 0x18538067
const INFO = 0x1549a966
const SCALE = 0x2ad7b1
const DURATION = 0x4489
const TRACKS = 0x1654ae6b
const TRACK = 0xae
const TRACK_TYPE = 0x83
const VIDEO = 0xe0
const PIXEL_WIDTH = 0xb0
const PIXEL_HEIGHT = 0xba
const CLUSTER = 0x1f43b675

const MOST_HEAD_BYTES = 2 ** 20

/** WebM: a Matroska with few things in it, that a browser plays. Other Matroskas are files. */
export const readWebm: ReadTrack = async (source) => {
  const bytes = await source.read(0, MOST_HEAD_BYTES)
  const head = elementAt(bytes, 0, bytes.length)
  if (head?.id !== EBML) return undefined
  const kind = elementsIn(bytes, head.body, head.end).find(({ id }) => id === DOC_TYPE)
  if (!kind || bytes.toString('latin1', kind.body, kind.end) !== 'webm') return undefined
  const whole = elementAt(bytes, head.end, Number.MAX_SAFE_INTEGER)
  if (whole?.id !== SEGMENT) return undefined
  return trackOf(source, bytes, elementsBeforeMedia(bytes, whole))
}

function elementsBeforeMedia(bytes: Buffer, whole: Element): Element[] {
  const inner = elementsIn(bytes, whole.body, whole.end)
  const media = inner.findIndex(({ id }) => id === CLUSTER)
  return media === -1 ? inner : inner.slice(0, media)
}

async function trackOf(source: Source, bytes: Buffer, inner: Element[]): Promise<Track | undefined> {
  const tracks = inner.find(({ id, end }) => id === TRACKS && end <= bytes.length)
  if (!tracks) return undefined
  const its = elementsIn(bytes, tracks.body, tracks.end).filter(({ id }) => id === TRACK)
  const parts = its.map((track) => elementsIn(bytes, track.body, track.end))
  const typeOf = (part: Element[]) => {
    const type = part.find(({ id }) => id === TRACK_TYPE)
    return type && uintOf(bytes, type)
  }
  const seen = parts.find((part) => typeOf(part) === 1)
  if (!seen && !parts.some((part) => typeOf(part) === 2)) return undefined
  const durationMs = await durationOf(source, bytes, inner)
  if (!seen) return { contentType: 'audio/webm', width: null, height: null, durationMs }
  return { contentType: 'video/webm', ...sizeOf(bytes, seen), durationMs }
}

function sizeOf(bytes: Buffer, track: Element[]): Pick<Track, 'width' | 'height'> {
  const video = track.find(({ id }) => id === VIDEO)
  const its = video ? elementsIn(bytes, video.body, video.end) : []
  const [width, height] = [PIXEL_WIDTH, PIXEL_HEIGHT].map((name) => {
    const found = its.find(({ id }) => id === name)
    return found ? uintOf(bytes, found) || null : null
  })
  return { width: width ?? null, height: height ?? null }
}

async function durationOf(source: Source, bytes: Buffer, inner: Element[]): Promise<number | null> {
  const info = inner.find(({ id }) => id === INFO)
  const its = info ? elementsIn(bytes, info.body, info.end) : []
  const scale = its.find(({ id }) => id === SCALE)
  const duration = its.find(({ id }) => id === DURATION)
  const unitMs = ((scale && uintOf(bytes, scale)) || 1_000_000) / 1_000_000
  const said = duration ? floatOf(bytes, duration) : null
  const units = said !== null && said > 0 && Number.isFinite(said) ? said : await lastClusterMs(source)
  return units === null ? null : Math.round(units * unitMs)
}
