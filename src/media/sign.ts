import { createHmac } from 'node:crypto'
import { type Clock, minute } from '../clock.ts'
import { sameSecret } from '../id.ts'

/** An address is good for this long at least, and for twice as long at most: so that many who look at once, or one who
 * looks again, are given the same, and it is fetched once. */
const STEP_MS = 5 * minute

export type Variant = 'file' | 'thumbnail'

export interface Signed {
  url: string
  /** UTC milliseconds. */
  expiresAt: number
}

/** Makes and checks addresses at which a medium may be had for some minutes by whoever knows them. */
export interface Signer {
  sign(mediaId: string, variant: Variant): Signed
  isGood(mediaId: string, variant: Variant, expires: number, signature: string): boolean
}

export function openSigner(key: string, clock: Clock): Signer {
  const signatureOf = (mediaId: string, variant: Variant, expires: number) =>
    createHmac('sha256', key).update(`${mediaId} ${variant} ${expires}`).digest('base64url')
  return {
    sign(mediaId, variant) {
      const expiresAt = (Math.ceil(clock.now() / STEP_MS) + 1) * STEP_MS
      const expires = expiresAt / 1000
      const query = `expires=${expires}&signature=${signatureOf(mediaId, variant, expires)}`
      const thumbnail = variant === 'thumbnail' ? '&thumbnail=1' : ''
      return { url: `/media/files/${mediaId}?${query}${thumbnail}`, expiresAt }
    },
    isGood: (mediaId, variant, expires, signature) =>
      sameSecret(signature, signatureOf(mediaId, variant, expires)) && expires * 1000 > clock.now(),
  }
}
