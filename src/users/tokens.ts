import { createHmac } from 'node:crypto'
import { jwtVerify, SignJWT } from 'jose'
import { LRUCache } from 'lru-cache'
import type { Clock } from '../clock.ts'
import type { Proven } from '../http/house.ts'
import { isId, sameSecret } from '../id.ts'
import { Problem } from '../problem.ts'

const ISSUER = 'parley'
const TYPE = 'at+jwt'
const MOST_REMEMBERED = 20_000
const LONGEST_TOKEN = 2048

/** Access tokens are JWTs (RFC 9068 in spirit, HS256); a verified one is remembered until it ends. */
export function openTokens(tokenKey: string, clock: Clock) {
  const key = new TextEncoder().encode(tokenKey)
  const verified = new LRUCache<string, Proven>({ max: MOST_REMEMBERED })

  function sign(userId: string, sessionId: string, lifeMs: number): Promise<string> {
    const now = Math.floor(clock.now() / 1000)
    return new SignJWT({ sid: sessionId })
      .setProtectedHeader({ alg: 'HS256', typ: TYPE })
      .setSubject(userId)
      .setIssuer(ISSUER)
      .setIssuedAt(now)
      .setExpirationTime(now + Math.ceil(lifeMs / 1000))
      .sign(key)
  }

  /** Whether the token is ours and in time; whether its session still lives is another question. @throws Problem unauthenticated */
  async function verify(token: string): Promise<Proven> {
    const known = verified.get(token)
    const proven = known ?? (await read(token))
    if (proven.expiresAt <= clock.now()) throw new Problem('unauthenticated', 'The access token has expired')
    if (!known) verified.set(token, proven)
    return proven
  }

  async function read(token: string): Promise<Proven> {
    const wrong = new Problem('unauthenticated', 'The access token is not valid')
    if (token.length > LONGEST_TOKEN) throw wrong
    const { payload } = await jwtVerify(token, key, {
      algorithms: ['HS256'],
      issuer: ISSUER,
      typ: TYPE,
      requiredClaims: ['sub', 'sid', 'iat', 'exp'],
      currentDate: new Date(clock.now()),
    }).catch((error: { code?: string }) => {
      throw error.code === 'ERR_JWT_EXPIRED'
        ? new Problem('unauthenticated', 'The access token has expired')
        : wrong
    })
    const { sub, sid, exp } = payload
    if (typeof sub !== 'string' || typeof sid !== 'string' || !isId(sub) || !isId(sid)) throw wrong
    return { id: sub, sessionId: sid, expiresAt: exp! * 1000 }
  }

  /** The nth refresh token of a session. Made from our key, so that an earlier one is recognised as ours when it comes again. */
  function refreshToken(sessionId: string, generation: number): string {
    const proof = createHmac('sha256', key).update(`refresh ${sessionId} ${generation}`).digest('base64url')
    return `${sessionId}.${generation}.${proof}`
  }

  /** @throws Problem unauthenticated */
  function readRefreshToken(token: string): { sessionId: string; generation: number } {
    const [sessionId = '', generation = ''] = token.split('.')
    if (!sameSecret(token, refreshToken(sessionId, Number(generation))))
      throw new Problem('unauthenticated', 'The refresh token is not valid')
    return { sessionId, generation: Number(generation) }
  }

  return { sign, verify, refreshToken, readRefreshToken }
}

export type Tokens = ReturnType<typeof openTokens>
