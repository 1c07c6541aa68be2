import { createCipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto'

/** The keys of a subscription, as a browser gives them (Push API, `PushSubscription.toJSON().keys`), in base64url. */
export interface SubscriptionKeys {
  /** Public key on P-256, uncompressed. */
  p256dh: string
  /** 16 bytes that only the browser and we know. */
  auth: string
}

/** What is random; given by the test of the example in RFC 8291. */
interface Chance {
  salt: Buffer
  privateKey: Buffer
}

const CURVE = 'prime256v1'
const RECORD_SIZE = 4096
/** Ends the last (and only) record. RFC 8188, section 2. */
const LAST = Buffer.from([2])

/**
 * Encrypts for one subscription, as one record of `aes128gcm` (RFC 8188) with the keys that RFC 8291 agrees on.
 * @throws Error when the keys are none
 */
export function encrypt(plain: Uint8Array, keys: SubscriptionKeys, chance?: Chance): Buffer {
  const theirs = Buffer.from(keys.p256dh, 'base64url')
  const auth = Buffer.from(keys.auth, 'base64url')
  const ours = createECDH(CURVE)
  if (chance) ours.setPrivateKey(chance.privateKey)
  else ours.generateKeys()
  const salt = chance?.salt ?? randomBytes(16)
  const publicKey = ours.getPublicKey()
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), theirs, publicKey])
  const secret = derive(ours.computeSecret(theirs), auth, info, 32)
  const key = derive(secret, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16)
  const nonce = derive(secret, salt, Buffer.from('Content-Encoding: nonce\0'), 12)
  const cipher = createCipheriv('aes-128-gcm', key, nonce)
  const sealed = [cipher.update(plain), cipher.update(LAST), cipher.final(), cipher.getAuthTag()]
  return Buffer.concat([header(salt, publicKey), ...sealed])
}

/** Salt, size of the records, and our public key in the place of the key's id. */
function header(salt: Buffer, publicKey: Buffer): Buffer {
  const sizes = Buffer.alloc(5)
  sizes.writeUInt32BE(RECORD_SIZE)
  sizes.writeUInt8(publicKey.length, 4)
  return Buffer.concat([salt, sizes, publicKey])
}

function derive(key: Buffer, salt: Buffer, info: Buffer, length: number): Buffer {
  return Buffer.from(hkdfSync('sha256', key, salt, info, length))
}

/** Can anything be encrypted for these keys: a point on the curve, and 16 bytes? */
export function areKeys({ p256dh, auth }: SubscriptionKeys): boolean {
  const theirs = Buffer.from(p256dh, 'base64url')
  if (theirs.length !== 65 || Buffer.from(auth, 'base64url').length !== 16) return false
  try {
    const anybody = createECDH(CURVE)
    anybody.generateKeys()
    anybody.computeSecret(theirs)
    return true
  } catch {
    return false
  }
}
