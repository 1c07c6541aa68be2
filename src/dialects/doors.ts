import type { DialectName } from '../config.ts'
import { type Endpoint, openEndpoint } from '../http/endpoint.ts'
import type { Actor, House } from '../http/house.ts'
import { text, z } from '../http/schemas.ts'
import { serve } from '../http/web-client.ts'
import { Problem } from '../problem.ts'
import { registerDevice } from '../transports/push/devices.ts'
import { requireSameOrigin, tellsOrigin } from '../users/authenticate.ts'
import { type LoginName, login } from '../users/login.ts'
import { editProfile } from '../users/profile.ts'
import { cookie } from '../users/session-routes.ts'
import { logOut, type OpenedSession } from '../users/sessions.ts'
import { password, type User } from '../users/user.ts'
import { ClientSettings, readClientSettings } from './client-settings.ts'
import type { Room } from './dialect.ts'
import { manner, spoken } from './manner.ts'
import { readDevice } from './old-device.ts'
import { originOf } from './origin.ts'
import { languageFrom } from './pictever/language.ts'

const spokenBy: DialectName[] = ['pictever', 'eclectic', 'playhub', 'chatapp']

/** Clients of four dialects come through the same doors: each finds the reason where it looks for one. */
export const doorManner = manner('doors', ({ message }) => ({ error: message, msg: message, message }), {
  conflict: 400,
})

const optional = (most: number) => text(most).nullish()

const LoginBody = z
  .object({
    email: optional(254),
    username: optional(254),
    phone: optional(40),
    password,
    os: optional(40).openapi({ description: 'android or ios: with reg_id, the device is told by push' }),
    reg_id: optional(4096),
    app_version: optional(200),
    country_code: optional(10).openapi({ description: 'Of it follows the language of who has chosen none' }),
  })
  .openapi({
    description:
      'One of email, username and phone, and the password; any of the three takes any of the three',
    example: { username: 'alice', password: 'four' },
  })

const TOKEN_KEY = 'Token de connexion : '

const LoggedIn = z
  .object({
    access_token: z.string(),
    token: z.string(),
    [TOKEN_KEY]: z.string(),
    token_type: z.literal('Bearer'),
    expires_in: z.number().int().openapi({ description: 'Seconds' }),
    message: z.string(),
    msg: z.string(),
    user_id: z.string(),
  })
  .extend(ClientSettings.shape)

/** One handler for every log-in: a client takes from the answer what it knows. */
function loginDoor(room: Room): Endpoint {
  const settings = readClientSettings(room.house.config.clientSettings)
  return openEndpoint({
    method: 'post',
    path: '/login',
    tag: spokenBy,
    summary: 'Log in',
    description:
      'The token is good for PARLEY_DIALECT_TOKEN_DAYS, unless it is revoked. Also sets a cookie. An unknown name is answered like a wrong password, in the same time.',
    body: LoginBody,
    answer: LoggedIn,
    async run(house, { body, caller, headers, request }) {
      const { user, session } = await login(house, nameIn(body), body.password, caller)
      await note(room, { id: user.id, sessionId: session.sessionId }, user, body)
      bakeCookie(house, session, request, headers)
      const own = settings.web_app_url || originOf(house, request)
      return { ...(await loggedIn(room, user, session)), ...settings, web_app_url: own }
    },
  })
}

/** What an app says of the telephone on which it runs. */
async function note({ house, pushWays }: Room, actor: Actor, user: User, body: z.output<typeof LoginBody>) {
  const device = readDevice(body, pushWays.kinds)
  const language = user.language === null ? languageFrom(body.country_code) : undefined
  if (!device && !language) return
  await house.commit(async (tx) => {
    if (device) await registerDevice(tx, actor, device)
    if (language) await editProfile(tx, actor, { language })
  })
}

async function loggedIn({ tokens, house }: Room, user: User, { sessionId }: OpenedSession) {
  const { dialectTokenMs } = house.config
  const token = await tokens.sign(user.id, sessionId, dialectTokenMs)
  return {
    access_token: token,
    token,
    [TOKEN_KEY]: token,
    token_type: 'Bearer' as const,
    expires_in: Math.floor(dialectTokenMs / 1000),
    message: 'Vous êtes connecté ! ',
    msg: 'login successful',
    user_id: user.id,
  }
}

/** A page of another site could otherwise sign a visitor in as somebody else, by a form that he does not see. */
export function bakeCookie(
  house: House,
  session: OpenedSession,
  request: Request,
  headers: Record<string, string>,
) {
  try {
    if (tellsOrigin(request)) requireSameOrigin(request, house.config.corsOrigins)
  } catch {
    return
  }
  headers['Set-Cookie'] = cookie(house, session.cookie, house.config.sessionMs)
}

/** Old clients have one field for whatever their users type. No username holds an @, or begins with +. */
export function nameIn({
  email,
  username,
  phone,
}: Pick<z.output<typeof LoginBody>, 'email' | 'username' | 'phone'>): LoginName {
  const said = [email, username].find((one) => one?.trim())?.trim()
  if (said?.includes('@')) return { email: said }
  if (said?.startsWith('+')) return { phone: said }
  if (said) return { username: said }
  if (phone?.trim()) return { phone }
  throw new Problem('invalid', 'Expected one of email, username and phone, and a password')
}

async function leave(room: Room, request: Request, headers: Record<string, string>): Promise<void> {
  const actor = await room.authenticate.client(request, true)
  await room.house.commit((tx) => logOut(tx, actor))
  headers['Set-Cookie'] = cookie(room.house, '', 0)
}

const Revoked = z.object({ msg: z.string() }).openapi({ example: { msg: 'JWT revoked' } })

/** Logging out, as every one of them does it: the token is good no more, at once and everywhere. */
function logoutDoors(room: Room): Endpoint[] {
  return [
    openEndpoint({
      method: 'get',
      path: '/login',
      tag: 'chatapp',
      summary: 'Revoke my token; to a browser, the web client',
      answer: Revoked,
      async run(_house, { request, headers }) {
        if (request.headers.get('accept')?.includes('text/html')) return serve(request, '/app')
        await leave(room, request, headers)
        return { msg: 'JWT revoked' }
      },
    }),
    openEndpoint({
      method: 'get',
      path: '/logout',
      tag: spokenBy,
      summary: 'Revoke my token',
      answer: Revoked,
      async run(_house, { request, headers }) {
        await leave(room, request, headers)
        return { msg: 'JWT revoked' }
      },
    }),
    openEndpoint({
      method: 'post',
      path: '/logout',
      tag: spokenBy,
      summary: 'Revoke my token',
      answer: z.object({ message: z.string() }).openapi({ example: { message: 'Vous êtes déconnecté.' } }),
      async run(_house, { request, headers }) {
        await leave(room, request, headers)
        return { message: 'Vous êtes déconnecté.' }
      },
    }),
  ]
}

/** The doors that several dialects share. */
export function doors(room: Room): Endpoint[] {
  return spoken(doorManner, [loginDoor(room), ...logoutDoors(room)])
}
