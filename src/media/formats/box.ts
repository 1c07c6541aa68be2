/** A box of the ISO base media file format (ISO/IEC 14496-12, 4.2), by its place in the bytes that hold it. */
export interface Box {
  type: string
  start: number
  /** Where its content begins. */
  body: number
  end: number
}

/** Reads the head of a box; undefined where there is none, or where it does not fit before `limit`. */
export function boxAt(bytes: Buffer, start: number, limit: number): Box | undefined {
  if (start + 8 > limit) return undefined
  const short = bytes.readUInt32BE(start)
  const isLong = short === 1
  if (isLong && start + 16 > limit) return undefined
  const size = isLong ? Number(bytes.readBigUInt64BE(start + 8)) : short === 0 ? limit - start : short
  const body = start + (isLong ? 16 : 8)
  const end = start + size
  if (end < body || end > limit) return undefined
  return { type: bytes.toString('latin1', start + 4, start + 8), start, body, end }
}

const MOST_BOXES = 50_000

/** The boxes that lie in a stretch of bytes, one after the other. */
export function boxesIn(bytes: Buffer, from: number, to: number): Box[] {
  const found: Box[] = []
  for (let box = boxAt(bytes, from, to); box && found.length < MOST_BOXES; box = boxAt(bytes, box.end, to))
    found.push(box)
  return found
}

export function childOf(bytes: Buffer, { body, end }: Box, type: string): Box | undefined {
  return boxesIn(bytes, body, end).find((box) => box.type === type)
}

/** A box of the file itself, of which only the head has been read. */
export interface OuterBox extends Box {
  isXmp: boolean
}

/** Of a box whose first byte is its version: times have 32 bits in the first, 64 in the next. */
export function timesOf(table: Buffer, { body, end }: Box): { scale: number; duration: number } | undefined {
  const isLong = table[body] === 1
  if (body + (isLong ? 32 : 20) > end) return undefined
  const scale = table.readUInt32BE(body + (isLong ? 20 : 12))
  const duration = isLong ? Number(table.readBigUInt64BE(body + 24)) : table.readUInt32BE(body + 16)
  return { scale, duration }
}
