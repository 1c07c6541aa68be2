import { createHmac } from 'node:crypto'
import type { Secrets } from '../secrets.ts'
import { plainDigits } from './digits.ts'

const DIGITS = 6

/**
 * The code that goes with a nonce and a number: drawn by a keyed hash (HMAC-SHA256), so that it need not lie in the
 * database, and a code that is sent once more is the same. 48 bits leave no digit more likely than another.
 */
export function codeFor({ tokenKey }: Secrets, nonce: string, phone: string): string {
  const mac = createHmac('sha256', tokenKey).update(`phone code ${nonce} ${phone}`).digest()
  return String(mac.readUIntBE(0, 6) % 10 ** DIGITS).padStart(DIGITS, '0')
}

/** A code as people type it: with spaces, dashes, or the digits of their own script. Undefined for what is none. */
export function readCode(typed: string): string | undefined {
  const code = plainDigits(typed).replaceAll(/[\s\p{Cf}\p{Pd}]/gu, '')
  return new RegExp(`^\\d{${DIGITS}}$`).test(code) ? code : undefined
}
