import { expect, test } from 'bun:test'
import { createECDH } from 'node:crypto'
import { decrypt } from '../../../test/browser.ts'
import { areKeys, encrypt } from './encrypt.ts'

const bytes = (text: string) => Buffer.from(text, 'base64url')

/** RFC 8291, section 5 and appendix A. */
const example = {
  plain: 'When I grow up, I want to be a watermelon',
  receiver: bytes('q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94'),
  keys: {
    p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
    auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  },
  privateKey: bytes('yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw'),
  salt: bytes('DGv6ra1nlYgDCS1FRnbzlw'),
  sealed:
    'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
}

test('the example of RFC 8291 comes out as it is printed there', () => {
  const { plain, keys, privateKey, salt, sealed } = example
  expect(encrypt(Buffer.from(plain), keys, { privateKey, salt }).toString('base64url')).toBe(sealed)
  expect(decrypt(bytes(sealed), example.receiver, bytes(keys.auth)).toString()).toBe(plain)
})

test('what is encrypted for a browser is read by that browser only, and never looks the same twice', () => {
  const browser = createECDH('prime256v1')
  browser.generateKeys()
  const auth = Buffer.alloc(16, 7)
  const keys = { p256dh: browser.getPublicKey('base64url'), auth: auth.toString('base64url') }
  const plain = Buffer.from(JSON.stringify({ body: 'é'.repeat(1500) }))
  const [one, two] = [encrypt(plain, keys), encrypt(plain, keys)]
  expect(one.length).toBeLessThanOrEqual(4096)
  expect(one.equals(two)).toBe(false)
  expect(decrypt(one, browser.getPrivateKey(), auth).equals(plain)).toBe(true)
  expect(() => decrypt(one, example.receiver, auth)).toThrow()
  expect(() => decrypt(one, browser.getPrivateKey(), Buffer.alloc(16, 8))).toThrow()
})

test('keys that are none are recognised', () => {
  const { keys } = example
  expect(areKeys(keys)).toBe(true)
  expect(areKeys({ ...keys, auth: 'BTBZMqHH6r4Tts7J_aSI' })).toBe(false)
  expect(areKeys({ ...keys, p256dh: keys.p256dh.slice(0, 40) })).toBe(false)
  const offTheCurve = bytes(keys.p256dh)
  offTheCurve[64]! ^= 1
  expect(areKeys({ ...keys, p256dh: offTheCurve.toString('base64url') })).toBe(false)
  expect(areKeys({ p256dh: '', auth: '' })).toBe(false)
})
