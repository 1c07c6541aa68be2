import type { Endpoint } from '../http/endpoint.ts'
import { openEndpoint } from '../http/endpoint.ts'
import { z } from '../http/schemas.ts'
import { Problem } from '../problem.ts'
import { languageOf } from '../users/language.ts'
import { email, username } from '../users/names.ts'
import { signUp } from '../users/sign-up.ts'
import { password, type User } from '../users/user.ts'
import { doorManner } from './doors.ts'
import { spoken } from './manner.ts'

const TAKEN = 'Cette adresse Email est déjà utilisée par un utilisateur !'

/** Somebody as the clients of eclectic and playhub know him. Nothing of the password. */
export const Account = z.object({
  _id: z.string(),
  id: z.string(),
  username: z.string(),
  email: z.string().nullable(),
  active: z.boolean(),
  scope: z.enum(['admin', 'user']),
  about: z.string(),
  created_at: z.string(),
})

export function toAccount(user: User): z.input<typeof Account> {
  const { id, username, email, about } = user
  return {
    _id: id,
    id,
    username,
    email,
    active: user.state === 'active',
    scope: user.is_admin === 1 ? 'admin' : 'user',
    about,
    created_at: new Date(user.created_at).toISOString(),
  }
}

/** `POST /register`, for whichever of the two is served. */
export const registrationDoor: Endpoint[] = spoken(doorManner, [
  openEndpoint({
    method: 'post',
    path: '/register',
    tag: ['eclectic', 'playhub'],
    summary: 'Register',
    description: 'The first account of a new server is its admin.',
    body: z
      .object({ username, email, password })
      .openapi({ example: { username: 'alice', email: 'alice@example.org', password: 'four' } }),
    answer: Account.extend({ message: z.string(), data: Account }),
    async run(house, { body, caller, request }) {
      const language = languageOf(request.headers.get('accept-language'))
      const from = { ...caller, language, passwordMin: house.config.dialectPasswordMin }
      const { user } = await signUp(house, body, from, async () => undefined).catch((error) => {
        const isEmail = error instanceof Problem && /email is taken/.test(error.message)
        throw isEmail ? new Problem('conflict', TAKEN) : error
      })
      const account = toAccount(user)
      return { ...account, message: 'User created', data: account }
    },
  }),
])
