import type { Stretch } from './storage/storage.ts'

/** What a request for a part of a file comes to (RFC 9110, 14). */
export type Asked = Stretch | 'whole' | 'unsatisfiable'

/**
 * Reads a Range header. One stretch of bytes is taken; several, other units and what is not well formed may be passed
 * over (RFC 9110, 14.2), and then the whole is answered.
 */
export function readRange(header: string | null, bytes: number): Asked {
  const parts = /^bytes=\s*(\d{0,15})-(\d{0,15})\s*$/i.exec(header ?? '')
  if (!parts || (parts[1] === '' && parts[2] === '')) return 'whole'
  const [first, last] = [parts[1]!, parts[2]!].map((digits) => (digits === '' ? undefined : Number(digits)))
  if (first === undefined) return lastBytes(last!, bytes)
  if (last !== undefined && last < first) return 'whole'
  if (first >= bytes) return 'unsatisfiable'
  return { from: first, to: Math.min((last ?? bytes - 1) + 1, bytes) }
}

function lastBytes(many: number, bytes: number): Asked {
  return many === 0 || bytes === 0 ? 'unsatisfiable' : { from: Math.max(0, bytes - many), to: bytes }
}

/** Does a list of ETags, as in If-None-Match, name this one? */
export function names(header: string | null, etag: string): boolean {
  if (header === null) return false
  return header.trim() === '*' || header.split(',').some((one) => one.trim().replace(/^W\//, '') === etag)
}
