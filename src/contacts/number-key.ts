import { createHmac } from 'node:crypto'
import type { Secrets } from '../secrets.ts'

/** Turns a number (E.164) into what numbers are compared by. */
export type NumberKey = (phone: string) => string

/**
 * A keyed hash (HMAC-SHA256). There are so few numbers that a plain hash could be undone by trying them all; with a key
 * that lies in the data folder, not in the database, it cannot.
 */
export function openNumberKey({ tokenKey }: Secrets): NumberKey {
  const pepper = createHmac('sha256', tokenKey).update('numbers of contacts').digest()
  return (phone) => createHmac('sha256', pepper).update(phone).digest('base64url')
}
