import { LRUCache } from 'lru-cache'
import type { Authenticate, House, Proven } from '../http/house.ts'
import { digest } from '../id.ts'
import type { Entry } from '../log/entry.ts'
import { Problem } from '../problem.ts'
import type { Tokens } from './tokens.ts'

export const COOKIE = 'parley_session'
const MOST_REMEMBERED = 50_000
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

interface Live {
  userId: string
  expiresAt: number
}

/**
 * Establishes who asks: by bearer token, or by the browser's cookie. That a session lives is looked up once and
 * remembered until the log says that it was revoked, so revocation holds at once in every process.
 */
export function openAuthenticate({ db, clock, tail, config }: House, tokens: Tokens): Authenticate {
  const alive = new LRUCache<string, Live>({ max: MOST_REMEMBERED })
  const cookies = new LRUCache<string, string>({ max: MOST_REMEMBERED })
  let revocations = 0

  function forget({ kind, body }: Entry) {
    if (kind !== 'session.revoked') return
    revocations++
    const { session_ids = [] } = (JSON.parse(body) ?? {}) as { session_ids?: string[] }
    for (const id of session_ids) alive.delete(id)
  }
  tail.listen({ entry: forget })

  async function liveSession(sessionId: string): Promise<Live> {
    const known = alive.get(sessionId)
    if (known && known.expiresAt > clock.now()) return known
    const before = revocations
    const found = await db.reader
      .selectFrom('sessions')
      .innerJoin('users', 'users.id', 'sessions.user_id')
      .select(['sessions.user_id as userId', 'sessions.expires_at as expiresAt'])
      .where('sessions.id', '=', sessionId)
      .where('sessions.revoked_at', 'is', null)
      .where('sessions.expires_at', '>', clock.now())
      .where('users.state', '=', 'active')
      .executeTakeFirst()
    if (!found) throw new Problem('unauthenticated', 'The session has ended')
    // Something was revoked while we read: perhaps this. Then it is looked up again next time.
    if (before === revocations) alive.set(sessionId, found)
    return found
  }

  async function token(accessToken: string): Promise<Proven> {
    const proven = await tokens.verify(accessToken)
    const live = await liveSession(proven.sessionId)
    if (live.userId !== proven.id) throw new Problem('unauthenticated', 'The access token is not valid')
    return proven
  }

  async function cookie(value: string): Promise<Proven> {
    const key = digest(value)
    const sessionId = cookies.get(key) ?? (await sessionOfCookie(key))
    const { userId, expiresAt } = await liveSession(sessionId)
    cookies.set(key, sessionId)
    return { id: userId, sessionId, expiresAt }
  }

  async function sessionOfCookie(cookieDigest: string): Promise<string> {
    const row = await db.reader
      .selectFrom('sessions')
      .select('id')
      .where('cookie_digest', '=', cookieDigest)
      .executeTakeFirst()
    if (!row) throw new Problem('unauthenticated', 'The session has ended')
    return row.id
  }

  function proven(asking: Request, judge: () => void): Promise<Proven> {
    const header = asking.headers.get('authorization')
    if (header) return token(header.replace(/^Bearer +/i, ''))
    const value = readCookie(asking.headers.get('cookie'))
    if (!value) throw new Problem('unauthenticated', 'Expected "Authorization: Bearer <access token>"')
    judge()
    return cookie(value)
  }

  async function request(asking: Request): Promise<Proven> {
    return proven(asking, () => {
      if (!SAFE.has(asking.method)) requireSameOrigin(asking, config.corsOrigins)
    })
  }

  async function client(asking: Request, changes: boolean): Promise<Proven> {
    return proven(asking, () => {
      if (changes && tellsOrigin(asking)) requireSameOrigin(asking, config.corsOrigins)
    })
  }

  return Object.assign(request, { token, client })
}

export function readCookie(header: string | null): string | undefined {
  return header
    ?.split(/; */)
    .find((pair) => pair.startsWith(`${COOKIE}=`))
    ?.slice(COOKIE.length + 1)
}

/** Browsers say it with everything that changes something; what is no browser is made to send a cookie by nobody. */
export function tellsOrigin({ headers }: Request): boolean {
  return headers.has('sec-fetch-site') || headers.has('origin')
}

/** Another site can make a browser send the cookie along, but not lie about where the request comes from. */
export function requireSameOrigin(request: Request, allowed: string[]): void {
  const site = request.headers.get('sec-fetch-site')
  if (site === 'same-origin' || site === 'none') return
  const origin = request.headers.get('origin')
  if (origin && (allowed.includes(origin) || URL.parse(origin)?.host === request.headers.get('host'))) return
  throw new Problem('forbidden', 'A request by cookie must come from a page of this server')
}
