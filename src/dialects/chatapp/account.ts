import { type Endpoint, endpoint, openEndpoint } from '../../http/endpoint.ts'
import { z } from '../../http/schemas.ts'
import { languageOf } from '../../users/language.ts'
import { username } from '../../users/names.ts'
import { signUp } from '../../users/sign-up.ts'
import { findUser, password, pictureUrl, type User } from '../../users/user.ts'
import { originOf } from '../origin.ts'

/** Somebody as these clients know him. */
export const Person = z
  .object({
    id: z.number().int(),
    username: z.string(),
    profile_url: z.string().nullable(),
    last_seen: z.string().nullable().openapi({ description: 'ISO 8601; null: not shown to you' }),
  })
  .openapi('ChatappUser', {
    example: { id: 7, username: 'alice', profile_url: null, last_seen: '2027-07-14T09:00:00.000Z' },
  })

export function toPerson(
  origin: string,
  { number, username, picture_id }: User,
  lastSeenAt: number | null,
): z.infer<typeof Person> {
  const path = pictureUrl(picture_id)
  return {
    id: number,
    username,
    profile_url: path && origin + path,
    last_seen: lastSeenAt === null ? null : new Date(lastSeenAt).toISOString(),
  }
}

export const accountCalls: Endpoint[] = [
  openEndpoint({
    method: 'post',
    path: '/user',
    tag: 'chatapp',
    summary: 'Register',
    body: z.object({ username, password }).openapi({ example: { username: 'alice', password: 'four' } }),
    answer: z.object({ msg: z.string() }).openapi({ example: { msg: 'User added successfully' } }),
    status: 201,
    async run(house, { body, caller, request }) {
      const language = languageOf(request.headers.get('accept-language'))
      const from = { ...caller, language, passwordMin: house.config.dialectPasswordMin }
      await signUp(house, body, from, async () => undefined)
      return { msg: 'User added successfully' }
    },
  }),
  endpoint({
    method: 'get',
    path: '/user',
    tag: 'chatapp',
    summary: 'Myself',
    answer: Person,
    async run({ db, clock, config }, { actor, request }) {
      const me = await findUser(db.reader, actor.id)
      return toPerson(originOf({ config }, request), me, clock.now())
    },
  }),
]
