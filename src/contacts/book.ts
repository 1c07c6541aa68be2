import { readPhone } from '../users/names.ts'
import type { NumberKey } from './number-key.ts'

/** One line of an address book as a client sends it. */
export interface SentContact {
  phone: string
  name?: string | undefined
}

/** One number of an address book. */
export interface BookEntry {
  /** Its place in what was sent; that of the first spelling, if there are several. */
  index: number
  /** E.164 */
  phone: string
  key: string
  name: string | null
}

const SLICE = 200

/**
 * Reads an address book: each number once, whatever its spellings. What is no number (`*123#`, say) is named by its
 * index. It takes a while for thousands, so that others get their turn in between.
 */
export async function readBook(sent: readonly SentContact[], country: string, keyOf: NumberKey) {
  const entries = new Map<string, BookEntry>()
  const unreadable: number[] = []
  for (const [index, { phone: spelling, name }] of sent.entries()) {
    if (index % SLICE === SLICE - 1) await new Promise((turn) => setImmediate(turn))
    const phone = readPhone(spelling, country)
    if (phone === undefined) unreadable.push(index)
    else if (!entries.has(phone))
      entries.set(phone, { index, phone, key: keyOf(phone), name: name?.trim() || null })
  }
  return { entries: [...entries.values()], unreadable }
}
