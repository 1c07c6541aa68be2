import { type Element, elementAt, elementsIn, uintOf } from './ebml.ts'
import type { Source } from './source.ts'

const CLUSTER = Buffer.from([0x1f, 0x43, 0xb6, 0x75])
const TIMESTAMP = 0xe7
const SIMPLE_BLOCK = 0xa3
const GROUP = 0xa0
const BLOCK = 0xa1
const LENGTH = 0x9b

/** How much of the end is looked at, first little and then more: a cluster holds some seconds. */
const TAILS = [2 ** 20, 2 ** 24]

/** A recording whose length nobody wrote down, as browsers make them, ends with its last block. In units of the file. */
export async function lastClusterMs(source: Source): Promise<number | null> {
  for (const many of TAILS) {
    const tail = await source.read(Math.max(0, source.size - many), many)
    const end = endOf(tail)
    if (end !== null || many >= source.size) return end
  }
  return null
}

function endOf(tail: Buffer): number | null {
  for (let at = tail.lastIndexOf(CLUSTER); at >= 0; at = at === 0 ? -1 : tail.lastIndexOf(CLUSTER, at - 1)) {
    const cluster = elementAt(tail, at, tail.length)
    const inner = cluster ? elementsIn(tail, cluster.body, cluster.end) : []
    // These four bytes may also stand in the middle of a sound.
    if (!cluster || inner[0]?.id !== TIMESTAMP) continue
    const begin = uintOf(tail, inner[0])
    const ends = inner.flatMap((element) => blockEnd(tail, element) ?? [])
    return begin + Math.max(0, ...ends)
  }
  return null
}

/** When a block ends, from the beginning of its cluster; how long the last one is, it does not always say. */
function blockEnd(bytes: Buffer, element: Element): number | undefined {
  if (element.id === SIMPLE_BLOCK) return timeOf(bytes, element)
  if (element.id !== GROUP) return undefined
  const inner = elementsIn(bytes, element.body, element.end)
  const block = inner.find(({ id }) => id === BLOCK)
  const length = inner.find(({ id }) => id === LENGTH)
  const time = block && timeOf(bytes, block)
  return time === undefined ? undefined : time + (length ? uintOf(bytes, length) : 0)
}

/** Behind the number of its track (RFC 9559, 10.1): sixteen bits, from the beginning of the cluster. */
function timeOf(bytes: Buffer, { body }: Element): number | undefined {
  const at = body + Math.clz32(bytes[body] ?? 0) - 23
  return at + 2 <= bytes.length ? bytes.readInt16BE(at) : undefined
}
