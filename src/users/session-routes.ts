import { change, type Endpoint, endpoint, openEndpoint } from '../http/endpoint.ts'
import type { House } from '../http/house.ts'
import { id, text, time, z } from '../http/schemas.ts'
import { Problem } from '../problem.ts'
import { COOKIE } from './authenticate.ts'
import { login } from './login.ts'
import { phone } from './names.ts'
import { logOut, type OpenedSession, refreshSession, revokeOthers, revokeSession } from './sessions.ts'
import type { Tokens } from './tokens.ts'
import { Me, password, toMe, type User } from './user.ts'

export const Grant = z
  .object({
    access_token: z.string(),
    token_type: z.literal('Bearer'),
    expires_in: z.number().int().openapi({ description: 'Seconds' }),
    refresh_token: z.string(),
    session_id: z.string(),
  })
  .openapi('Grant')

const SignedIn = Grant.extend({ user: Me }).openapi('SignedIn')

const Session = z
  .object({
    id: z.string(),
    current: z.boolean(),
    user_agent: z.string(),
    address: z.string(),
    created_at: time,
    used_at: time,
    expires_at: time,
  })
  .openapi('Session')

export async function grant(
  house: House,
  tokens: Tokens,
  userId: string,
  session: Omit<OpenedSession, 'cookie'>,
) {
  const { accessTokenMs } = house.config
  return {
    access_token: await tokens.sign(userId, session.sessionId, accessTokenMs),
    token_type: 'Bearer' as const,
    expires_in: Math.floor(accessTokenMs / 1000),
    refresh_token: tokens.refreshToken(session.sessionId, session.generation),
    session_id: session.sessionId,
  }
}

/** What somebody gets who has just shown who he is: tokens, himself, and a cookie for his browser. */
export async function signIn(
  house: House,
  tokens: Tokens,
  user: User,
  session: OpenedSession,
  headers: Record<string, string>,
) {
  headers['Set-Cookie'] = cookie(house, session.cookie, house.config.sessionMs)
  return { ...(await grant(house, tokens, user.id, session)), user: toMe(user) }
}

export function cookie({ config }: House, value: string, lifeMs: number): string {
  const secure = config.publicUrl?.startsWith('https:') ? '; Secure' : ''
  return `${COOKIE}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${Math.floor(lifeMs / 1000)}${secure}`
}

const named = { password }
const LoginBody = z
  .union([
    z.strictObject({ username: text(254, 1), ...named }),
    z.strictObject({ email: text(254, 1), ...named }),
    z.strictObject({ phone, ...named }),
  ])
  .openapi({ description: 'One of username, email and phone, and the password' })

export function sessionRoutes(tokens: Tokens): Endpoint[] {
  return [
    openEndpoint({
      method: 'post',
      path: '/api/v1/sessions',
      tag: 'sessions',
      summary: 'Log in',
      description:
        'Also sets a cookie for browsers. Repeated failures are answered with 429 and a growing delay.',
      body: LoginBody,
      answer: SignedIn,
      status: 201,
      async run(house, { body: { password, ...name }, caller, headers }) {
        const { user, session } = await login(house, name as { username: string }, password, caller)
        return signIn(house, tokens, user, session, headers)
      },
    }),
    openEndpoint({
      method: 'post',
      path: '/api/v1/sessions/refresh',
      tag: 'sessions',
      summary: 'Exchange a refresh token for new tokens',
      description: 'Each refresh token is good once. One that comes again was stolen, and ends its session.',
      body: z.strictObject({ refresh_token: text(300, 1) }),
      answer: Grant,
      async run(house, { body }) {
        const { sessionId, generation } = tokens.readRefreshToken(body.refresh_token)
        const next = await house.commit((tx) =>
          refreshSession(tx, sessionId, generation, house.config.sessionMs),
        )
        if (!next)
          throw new Problem('unauthenticated', 'This refresh token was used before; the session has ended')
        return grant(house, tokens, next.userId, { sessionId, generation: next.generation })
      },
    }),
    endpoint({
      method: 'get',
      path: '/api/v1/sessions',
      tag: 'sessions',
      summary: 'List my sessions',
      answer: z.object({ items: z.array(Session) }),
      async run({ db, clock }, { actor }) {
        const rows = await db.reader
          .selectFrom('sessions')
          .select(['id', 'user_agent', 'address', 'created_at', 'used_at', 'expires_at'])
          .where('user_id', '=', actor.id)
          .where('revoked_at', 'is', null)
          .where('expires_at', '>', clock.now())
          .orderBy('created_at', 'desc')
          .limit(200)
          .execute()
        return { items: rows.map((row) => ({ ...row, current: row.id === actor.sessionId })) }
      },
    }),
    change({
      method: 'delete',
      path: '/api/v1/sessions/current',
      tag: 'sessions',
      summary: 'Log out',
      async change(tx, { actor, headers }, house) {
        await logOut(tx, actor)
        headers['Set-Cookie'] = cookie(house, '', 0)
        return undefined
      },
    }),
    change({
      method: 'delete',
      path: '/api/v1/sessions/{session}',
      tag: 'sessions',
      summary: 'Revoke one of my sessions',
      params: z.object({ session: id }),
      async change(tx, { actor, params }) {
        await revokeSession(tx, actor.id, params.session, 'revoked')
        return undefined
      },
    }),
    change({
      method: 'delete',
      path: '/api/v1/sessions',
      tag: 'sessions',
      summary: 'Revoke all my other sessions',
      answer: z.object({ revoked: z.number().int() }),
      async change(tx, { actor }) {
        return { revoked: await revokeOthers(tx, actor.id, actor.sessionId, 'revoked') }
      },
    }),
  ]
}
