const MOST_ELEMENTS = 10_000

/** A named piece of a file of the Matroska family (EBML, RFC 8794), by its place. */
export interface Element {
  id: number
  body: number
  /** Recorders that do not know it yet leave it open: then it is where the bytes end. */
  end: number
}

/** The element that begins there; undefined where there is none. */
export function elementAt(bytes: Buffer, at: number, limit: number): Element | undefined {
  const id = numberAt(bytes, at, 4, true)
  const size = id && numberAt(bytes, at + id.length, 8, false)
  if (!id || !size) return undefined
  const body = at + id.length + size.length
  if (body > limit) return undefined
  return { id: id.value, body, end: size.isOpen ? limit : body + size.value }
}

/** A number that says by its first set bit how many bytes it has (RFC 8794, 4). */
function numberAt(bytes: Buffer, at: number, most: number, keepsMark: boolean) {
  const first = bytes[at]
  if (!first) return undefined
  const length = Math.clz32(first) - 23
  if (length > most || at + length > bytes.length) return undefined
  let value = keepsMark ? first : first & (0xff >> length)
  let isOpen = value === 0xff >> length
  for (let i = 1; i < length; i++) {
    value = value * 256 + bytes[at + i]!
    isOpen &&= bytes[at + i] === 0xff
  }
  return { value, length, isOpen }
}

export function elementsIn(bytes: Buffer, from: number, to: number): Element[] {
  const found: Element[] = []
  const limit = Math.min(to, bytes.length)
  for (let at = from; at < limit && found.length < MOST_ELEMENTS; ) {
    const element = elementAt(bytes, at, limit)
    if (!element) break
    found.push(element)
    at = element.end
  }
  return found
}

export function uintOf(bytes: Buffer, { body, end }: Element): number {
  const length = end - body
  return length >= 1 && length <= 6 && end <= bytes.length ? bytes.readUIntBE(body, length) : 0
}

export function floatOf(bytes: Buffer, { body, end }: Element): number | null {
  if (end > bytes.length) return null
  if (end - body === 4) return bytes.readFloatBE(body)
  return end - body === 8 ? bytes.readDoubleBE(body) : null
}
