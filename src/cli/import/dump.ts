import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import type { Row } from './fields.ts'
import { type Item, steps, Unfit } from './item.ts'

const MOST_LINE_BYTES = 64 * 1024 * 1024

/** One thing that a line of a dump tells, and where the line is. */
export interface Found {
  line: number
  offset: number
  length: number
  /** The how manieth of the things that the line tells. */
  nth: number
  step: number
  at: number
}

export type Translate = (table: string, row: Row) => Item[]
export type Skip = (line: number, reason: string) => void

export interface Dump {
  /** Of its contents: the same for the same file, wherever it lies. */
  digest: string
  /** In the order in which it is to be taken over: what others speak of first, then by time. */
  found: Found[]
  /** The highest numbers by which users and messages are known. */
  highest: { users: number; messages: number }
  read(found: Found): Promise<Item>
  close(): Promise<void>
}

/** Looks through a file of JSON lines, each with its `table` or `collection`. What cannot be read is skipped. */
export async function openDump(path: string, translate: Translate, skip: Skip): Promise<Dump> {
  const hash = createHash('sha256')
  const found: Found[] = []
  const highest = { users: 0, messages: 0 }
  let line = 0
  for await (const { bytes, offset } of linesOf(path, (chunk) => hash.update(chunk))) {
    line++
    if (bytes.length === 0 || /^\s*$/.test(bytes.toString('latin1'))) continue
    try {
      itemsIn(bytes, translate).forEach((item, nth) => {
        const at = 'at' in item ? (item.at ?? 0) : 0
        found.push({ line, offset, length: bytes.length, nth, step: steps.indexOf(item.is), at })
        if (item.is === 'user') highest.users = Math.max(highest.users, item.number ?? 0)
        if (item.is === 'message') highest.messages = Math.max(highest.messages, item.number ?? 0)
      })
    } catch (error) {
      if (!(error instanceof Unfit)) throw error
      skip(line, error.message)
    }
  }
  found.sort((a, b) => a.step - b.step || a.at - b.at || a.offset - b.offset || a.nth - b.nth)
  const file = await open(path)
  return {
    digest: hash.digest('hex'),
    found,
    highest,
    read: async (one) => itemsIn(await bytesAt(file, one), translate)[one.nth]!,
    close: () => file.close(),
  }
}

async function* linesOf(path: string, each: (chunk: Buffer) => void) {
  let rest: Buffer = Buffer.alloc(0)
  let offset = 0
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    each(chunk)
    const all = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    let from = 0
    for (let end = all.indexOf(10); end !== -1; end = all.indexOf(10, from)) {
      yield { bytes: all.subarray(from, end), offset: offset + from }
      from = end + 1
    }
    rest = all.subarray(from)
    offset += from
    if (rest.length > MOST_LINE_BYTES)
      throw new Error(`${path} has a line of more than 64 MiB: is it JSON lines?`)
  }
  if (rest.length > 0) yield { bytes: rest, offset }
}

async function bytesAt(file: FileHandle, { offset, length }: Found): Promise<Buffer> {
  const bytes = Buffer.alloc(length)
  await file.read(bytes, 0, length, offset)
  return bytes
}

/** @throws Unfit */
function itemsIn(bytes: Buffer, translate: Translate): Item[] {
  let row: Row
  // What was guessed at could not be put right by a later dump.
  if (!isUtf8(bytes)) throw new Unfit('the line is no UTF-8')
  try {
    row = JSON.parse(bytes.toString('utf8').replace(/^\uFEFF/, ''))
  } catch {
    throw new Unfit('the line is no JSON')
  }
  if (typeof row !== 'object' || row === null || Array.isArray(row)) throw new Unfit('the line is no object')
  const table = row.table ?? row.collection
  if (typeof table !== 'string') throw new Unfit('the line says neither table nor collection')
  const items = translate(singular(table.toLowerCase()), row)
  if (items.length === 0) throw new Unfit(`there is nothing to do with ${table.slice(0, 40)}`)
  return items
}

/** Tables are named either way. */
function singular(table: string): string {
  return table === 'settings' ? table : table === 'setting' ? 'settings' : table.replace(/s$/, '')
}
