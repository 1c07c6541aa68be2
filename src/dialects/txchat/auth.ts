import { type Endpoint, openEndpoint } from '../../http/endpoint.ts'
import { text, z } from '../../http/schemas.ts'
import { Problem } from '../../problem.ts'
import { moveDevice } from '../../transports/push/devices.ts'
import { login } from '../../users/login.ts'
import { cookie } from '../../users/session-routes.ts'
import { exchangeSession, logOut } from '../../users/sessions.ts'
import { password } from '../../users/user.ts'
import type { Room } from '../dialect.ts'
import { bakeCookie, nameIn } from '../doors.ts'
import { spoken } from '../manner.ts'
import { atTheDoor, known } from './refusal.ts'
import { TokenAnswer, tokenAnswer } from './token-answer.ts'

const tag = 'txchat'
const name = text(254).nullish()

export function authCalls(room: Room): Endpoint[] {
  return [...spoken(atTheDoor, [loginCall(room)]), ...spoken(known, leavingCalls(room))]
}

function loginCall({ tokens }: Room): Endpoint {
  return openEndpoint({
    method: 'post',
    path: '/auth/login',
    tag,
    summary: 'Log in',
    description: 'By e-mail address; a username or a telephone number is taken as well. Also sets a cookie.',
    body: z
      .object({ email: name, username: name, phone: name, password })
      .openapi({ example: { email: 'alice@example.org', password: 'four' } }),
    answer: TokenAnswer,
    async run(house, { body, caller, headers, request }) {
      const { user, session } = await login(house, nameIn(body), body.password, caller).catch((error) => {
        const isWrong = error instanceof Problem && error.code === 'unauthenticated'
        throw isWrong ? new Problem('unauthenticated', 'Email or Password does not match.') : error
      })
      bakeCookie(house, session, request, headers)
      return tokenAnswer(house, tokens, user.id, session.sessionId, 'Successfully logged in.')
    },
  })
}

function leavingCalls({ authenticate, tokens }: Room): Endpoint[] {
  return [
    openEndpoint({
      method: 'get',
      path: '/auth/logout',
      tag,
      summary: 'Revoke my token',
      answer: z.object({ message: z.string() }).openapi({ example: { message: 'Successfully logged out.' } }),
      async run(house, { request, headers }) {
        const actor = await authenticate.client(request, true)
        await house.commit((tx) => logOut(tx, actor))
        headers['Set-Cookie'] = cookie(house, '', 0)
        return { message: 'Successfully logged out.' }
      },
    }),
    openEndpoint({
      method: 'get',
      path: '/auth/refresh-token',
      tag,
      summary: 'Exchange my token for a new one',
      description:
        'The old one is good no more. What is open with it stays open, and the device of a subscription stays.',
      answer: TokenAnswer,
      async run(house, { request, headers, caller }) {
        const { id, sessionId } = await authenticate.client(request, true)
        const { sessionMs, dialectTokenMs: tokenMs } = house.config
        const next = await house.commit(async (tx) => {
          const opened = await exchangeSession(tx, { id, sessionId }, caller, { sessionMs, tokenMs })
          await moveDevice(tx, sessionId, opened.sessionId)
          return opened
        })
        headers['Set-Cookie'] = cookie(house, next.cookie, sessionMs)
        return tokenAnswer(house, tokens, id, next.sessionId, 'Token successfully refreshed.')
      },
    }),
  ]
}
