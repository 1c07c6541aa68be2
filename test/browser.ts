import { createDecipheriv, createECDH, createHmac, randomBytes } from 'node:crypto'

const sign = (key: Buffer, data: Buffer) => createHmac('sha256', key).update(data).digest()

/** HKDF (RFC 5869) of at most one block, step by step: what reads must not be what wrote. */
function derive(salt: Buffer, key: Buffer, info: string | Buffer, length: number): Buffer {
  return sign(sign(salt, key), Buffer.concat([Buffer.from(info), Buffer.from([1])])).subarray(0, length)
}

/** Reads what was encrypted for a browser, as the browser does (RFC 8291, section 3.4). */
export function decrypt(sealed: Buffer, privateKey: Buffer, auth: Buffer): Buffer {
  const salt = sealed.subarray(0, 16)
  const keyLength = sealed.readUInt8(20)
  const theirs = sealed.subarray(21, 21 + keyLength)
  const record = sealed.subarray(21 + keyLength)
  if (record.length > sealed.readUInt32BE(16)) throw new Error('more than one record')
  const mine = createECDH('prime256v1')
  mine.setPrivateKey(privateKey)
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), mine.getPublicKey(), theirs])
  const secret = derive(auth, mine.computeSecret(theirs), info, 32)
  const key = derive(salt, secret, 'Content-Encoding: aes128gcm\0', 16)
  const nonce = derive(salt, secret, 'Content-Encoding: nonce\0', 12)
  const cipher = createDecipheriv('aes-128-gcm', key, nonce)
  cipher.setAuthTag(record.subarray(-16))
  const padded = Buffer.concat([cipher.update(record.subarray(0, -16)), cipher.final()])
  const end = padded.findLastIndex((byte) => byte !== 0)
  if (padded[end] !== 2) throw new Error('no last record')
  return padded.subarray(0, end)
}

/** A browser that has subscribed to push at this endpoint. */
export function browserAt(endpoint: string) {
  const key = createECDH('prime256v1')
  key.generateKeys()
  const auth = randomBytes(16)
  return {
    subscription: {
      endpoint,
      keys: { p256dh: key.getPublicKey('base64url'), auth: auth.toString('base64url') },
    },
    read: (sealed: Buffer) => JSON.parse(decrypt(sealed, key.getPrivateKey(), auth).toString()),
  }
}
