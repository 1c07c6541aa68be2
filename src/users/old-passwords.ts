import { createHash, pbkdf2, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { newSecret } from '../id.ts'

const derive = promisify(pbkdf2)
const scryptOf = promisify(scrypt) as unknown as (
  password: Buffer,
  salt: Buffer,
  length: number,
  options: { N: number; r: number; p: number; maxmem: number },
) => Promise<Buffer>

/** More work than this for one log-in no server asks for; whoever says so wants ours to stand still. */
const MOST_ROUNDS = 5_000_000
const MOST_SCRYPT_BYTES = 256 * 1024 * 1024
const MOST_BCRYPT_COST = 15
/** bcrypt looks at no more of a password. */
const BCRYPT_BYTES = 72
const CLIENT = 'client-sha256'

type Verify = (password: string) => Promise<boolean>

/** Ours are made with argon2id; any other is of the server from which somebody came. */
export function isOurs(hash: string): boolean {
  return hash.startsWith('$argon2id$')
}

/**
 * How to verify a password by a hash that another server made: of werkzeug (`pbkdf2:sha256:…`, `scrypt:…`), of passlib
 * (`$pbkdf2-sha256$…`), of bcrypt, or one that came by `saltClientHash`. Undefined for any other.
 */
export function readOldHash(hash: string): Verify | undefined {
  return readBcrypt(hash) ?? readWerkzeug(hash) ?? readPasslib(hash) ?? readClientHash(hash)
}

function readBcrypt(hash: string): Verify | undefined {
  const cost = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/.exec(hash)?.[1]
  if (cost === undefined || Number(cost) > MOST_BCRYPT_COST) return undefined
  return (password) => Bun.password.verify(Buffer.from(password).subarray(0, BCRYPT_BYTES), hash)
}

const digests = new Set(['sha1', 'sha256', 'sha512'])

/** `method$salt$hex`; the salt is text. */
function readWerkzeug(hash: string): Verify | undefined {
  const [, method = '', salt = '', hex = ''] = /^([\w:]+)\$([^$]{1,200})\$([0-9a-f]{2,256})$/.exec(hash) ?? []
  const [name, ...arguments_] = method.split(':')
  const kept = Buffer.from(hex, 'hex')
  if (name === 'pbkdf2') {
    const [digest = '', rounds = '150000'] = arguments_
    return pbkdf2By(digest, Number(rounds), Buffer.from(salt), kept)
  }
  if (name !== 'scrypt' || arguments_.length !== 3) return undefined
  const [N, r, p] = arguments_.map(Number) as [number, number, number]
  const maxmem = 128 * N * r * p + 1024 * 1024
  if (!(N > 1 && Number.isInteger(Math.log2(N)) && r > 0 && p > 0 && maxmem <= MOST_SCRYPT_BYTES))
    return undefined
  return async (password) =>
    same(await scryptOf(Buffer.from(password), Buffer.from(salt), kept.length, { N, r, p, maxmem }), kept)
}

/** `$pbkdf2-sha256$rounds$salt$checksum`, in a base64 that has a point for the plus, and no padding. */
function readPasslib(hash: string): Verify | undefined {
  const parts = /^\$pbkdf2-(sha256|sha512)\$(\d{1,9})\$([./A-Za-z0-9]*)\$([./A-Za-z0-9]+)$/.exec(hash)
  if (!parts) return undefined
  const [, digest = '', rounds, salt = '', checksum = ''] = parts
  const bytes = (text: string) => Buffer.from(text.replaceAll('.', '+'), 'base64')
  return pbkdf2By(digest, Number(rounds), bytes(salt), bytes(checksum))
}

function pbkdf2By(digest: string, rounds: number, salt: Buffer, kept: Buffer): Verify | undefined {
  if (!digests.has(digest) || !(rounds >= 1 && rounds <= MOST_ROUNDS)) return undefined
  return async (password) => same(await derive(password, salt, rounds, kept.length, digest), kept)
}

/**
 * Some apps send the SHA-256 of a password, in hexadecimal, and their server kept just that: whoever saw it could log in
 * with it. What we keep of it is salted.
 */
export function saltClientHash(sent: string): string | undefined {
  if (!/^[0-9a-fA-F]{64}$/.test(sent)) return undefined
  const salt = newSecret()
  return `${CLIENT}$${salt}$${salted(salt, sent).toString('hex')}`
}

function readClientHash(hash: string): Verify | undefined {
  const [scheme, salt, hex] = hash.split('$')
  if (scheme !== CLIENT || salt === undefined || hex === undefined) return undefined
  return async (sent) => same(salted(salt, sent), Buffer.from(hex, 'hex'))
}

const salted = (salt: string, sent: string) =>
  createHash('sha256').update(`${salt}:${sent.toLowerCase()}`).digest()

function same(one: Buffer, other: Buffer): boolean {
  return one.length > 0 && one.length === other.length && timingSafeEqual(one, other)
}
