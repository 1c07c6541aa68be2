import { createHash } from 'node:crypto'
import type { DialectName } from '../config.ts'
import { isId } from '../id.ts'

export type Thing = 'user' | 'chat' | 'project' | 'message' | 'later' | 'event' | 'site'

/** The id here of something that has a key there: always the same, so nothing is taken over twice. */
export type IdOf = (thing: Thing, key: string) => string

/** A UUID stays what it is, with or without its hyphens; for any other key one is made (RFC 9562, version 8). */
export function idsFrom(dialect: DialectName): IdOf {
  return (thing, key) => {
    if (isId(key)) return key
    const bare = /^[0-9a-f]{32}$/.test(key) ? key : undefined
    return hyphened(bare ?? made(`${dialect}:${thing}:${key}`))
  }
}

function made(name: string): string {
  const bytes = createHash('sha256').update(name).digest().subarray(0, 16)
  bytes[6] = (bytes[6]! & 0x0f) | 0x80
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  return bytes.toString('hex')
}

function hyphened(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
