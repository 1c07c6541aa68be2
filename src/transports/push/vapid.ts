import { createECDH, createPrivateKey, hkdfSync } from 'node:crypto'
import { SignJWT } from 'jose'
import { type Clock, hour } from '../../clock.ts'

export interface Vapid {
  /** What browsers subscribe with: the public key on P-256, uncompressed, in base64url. */
  readonly publicKey: string
  /** The header `Authorization` for a push service (RFC 8292). */
  authorization(endpoint: URL): Promise<string>
}

/** Push services refuse more than a day. */
const LIFE_MS = 12 * hour
const RENEWED_BEFORE_MS = hour
const MOST_REMEMBERED = 1000

/** The order of P-256. */
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

/**
 * The key by which push services know this installation. It is derived from the secret that signs tokens, so all
 * processes have the same one, and nothing more has to be kept or copied.
 */
function privateKeyFrom(secret: string): Buffer {
  const bytes = Buffer.from(hkdfSync('sha256', secret, '', 'parley vapid p-256', 48))
  const scalar = (BigInt(`0x${bytes.toString('hex')}`) % (order - 1n)) + 1n
  return Buffer.from(scalar.toString(16).padStart(64, '0'), 'hex')
}

/** @param contact `mailto:` or `https:`, where a push service reaches whoever runs this server */
export function openVapid(secret: string, clock: Clock, contact: string | undefined): Vapid {
  const pair = createECDH('prime256v1')
  pair.setPrivateKey(privateKeyFrom(secret))
  const publicKey = pair.getPublicKey('base64url')
  const point = pair.getPublicKey()
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
    d: pair.getPrivateKey('base64url'),
  }
  const key = createPrivateKey({ key: jwk, format: 'jwk' })
  const known = new Map<string, { header: string; until: number }>()

  async function sign(audience: string, expiresAt: number): Promise<string> {
    const claims = { aud: audience, exp: Math.floor(expiresAt / 1000), ...(contact ? { sub: contact } : {}) }
    return new SignJWT(claims).setProtectedHeader({ typ: 'JWT', alg: 'ES256' }).sign(key)
  }

  return {
    publicKey,
    async authorization({ origin }) {
      const now = clock.now()
      const before = known.get(origin)
      if (before && before.until > now) return before.header
      const expiresAt = now + LIFE_MS
      const header = `vapid t=${await sign(origin, expiresAt)}, k=${publicKey}`
      if (known.size >= MOST_REMEMBERED) known.clear()
      known.set(origin, { header, until: expiresAt - RENEWED_BEFORE_MS })
      return header
    },
  }
}
