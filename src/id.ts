import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** A new id: UUID version 7 (RFC 9562), so that ids made later sort later and inserts stay at the end of an index. */
export function newId(): string {
  return Bun.randomUUIDv7()
}

/** An unguessable word of 128 bits, for things that whoever knows their name may have: invites, pictures. */
export function newSecret(bytes = 16): string {
  return randomBytes(bytes).toString('base64url')
}

/** What we keep of a secret that somebody else holds. The secrets are random, so a plain hash is enough. */
export function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}

/** Compares without telling by its time how much was right. */
export function sameSecret(a: string, b: string): boolean {
  const left = Buffer.from(digest(a))
  const right = Buffer.from(digest(b))
  return timingSafeEqual(left, right)
}

/** When an id was made (RFC 9562, 5.7), UTC milliseconds. */
export function idTime(id: string): number {
  return Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)
}

const idShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

export function isId(text: string): boolean {
  return idShape.test(text)
}
