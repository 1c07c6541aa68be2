import { change, type Endpoint, endpoint, openEndpoint } from '../http/endpoint.ts'
import { id, limit, pageOf, text, z, zone } from '../http/schemas.ts'
import { block, listBlocks, unblock } from './block.ts'
import { findUsers } from './find.ts'
import { friendRoutes } from './friend-routes.ts'
import { languageOf } from './language.ts'
import { mailRoutes } from './mail-routes.ts'
import { email, normalizePhone, phone, username } from './names.ts'
import { changePassword, requireIfSaid, requirePassword, requireSaid } from './password.ts'
import { editProfile } from './profile.ts'
import { type Farewell, removeUser } from './remove.ts'
import { Grant, signIn } from './session-routes.ts'
import { openSession } from './sessions.ts'
import { signUp } from './sign-up.ts'
import { issueTicket } from './tickets.ts'
import type { Tokens } from './tokens.ts'
import {
  Card,
  findUser,
  foundBy,
  language,
  lockActive,
  Me,
  password,
  personName,
  toCard,
  toMe,
} from './user.ts'
import { followEmailChange } from './verify-email.ts'

const tag = 'users'
const oneUser = z.object({ user: id })

export function userRoutes(tokens: Tokens, farewells: Farewell[]): Endpoint[] {
  return [
    openEndpoint({
      method: 'post',
      path: '/api/v1/users',
      tag,
      summary: 'Register, and be logged in',
      description: 'The first account of a new server is its admin.',
      body: z.strictObject({
        username,
        password,
        email: email.optional(),
        phone: phone.optional(),
        name: personName.optional(),
        zone: zone.optional(),
        language: language.optional(),
      }),
      answer: Grant.extend({ user: Me }).openapi('SignedIn'),
      status: 201,
      async run(house, { body, caller, headers, request }) {
        const { sessionMs, passwordMin } = house.config
        const language = languageOf(request.headers.get('accept-language'))
        const from = { ...caller, language, passwordMin }
        const { user, done } = await signUp(house, body, from, (tx, { id }) =>
          openSession(tx, id, caller, sessionMs),
        )
        return signIn(house, tokens, user, done, headers)
      },
    }),
    endpoint({
      method: 'get',
      path: '/api/v1/users',
      tag,
      summary: 'Find people by name or username',
      query: z.strictObject({ query: text(100).default(''), after: text(200).optional(), limit }),
      answer: pageOf(Card),
      run: ({ db }, { actor, query }) => findUsers(db, actor.id, query.query, query.after, query.limit),
    }),
    endpoint({
      method: 'get',
      path: '/api/v1/users/me',
      tag,
      summary: 'Myself',
      answer: Me,
      run: async ({ db }, { actor }) => toMe(await findUser(db.reader, actor.id)),
    }),
    change({
      method: 'patch',
      path: '/api/v1/users/me',
      tag,
      summary: 'Edit my profile and privacy',
      description: 'Another `email`, or none, takes my present `password` too.',
      body: z.strictObject({
        username: username.optional(),
        name: personName.optional(),
        about: text(1000).optional(),
        email: email.nullable().optional(),
        phone: phone.nullable().optional(),
        shows_receipts: z.boolean().optional(),
        shows_presence: z.boolean().optional(),
        found_by_phone: foundBy.optional(),
        zone: zone.nullable().optional(),
        language: language.nullable().optional(),
        password: password.optional(),
      }),
      answer: Me,
      before: (house, { actor, body }) => requireIfSaid(house, actor, body),
      async change(tx, { actor, body, ifMatch, request }, { config }) {
        const number = body.phone ? normalizePhone(body.phone, config.defaultCountry) : body.phone
        const before = await lockActive(tx, actor.id)
        requireSaid(before, body)
        const after = await editProfile(tx, actor, { ...body, phone: number }, ifMatch)
        const preferred = languageOf(request.headers.get('accept-language'))
        await followEmailChange(tx, config, before, after, preferred)
        return toMe(after)
      },
    }),
    endpoint({
      method: 'delete',
      path: '/api/v1/users/me',
      tag,
      summary: 'Delete my account',
      description:
        'What I wrote stays, under "Deleted user". Everything personal is gone, in the log too. The only admin makes somebody else one first.',
      body: z.strictObject({ password }),
      async run(house, { actor, body }) {
        await requirePassword(house, actor, body.password)
        await house.commit((tx) => removeUser(tx, actor.id, farewells))
        return undefined
      },
    }),
    endpoint({
      method: 'put',
      path: '/api/v1/users/me/password',
      tag,
      summary: 'Change my password',
      description: 'All my other sessions end.',
      body: z.strictObject({ old_password: password, password }),
      async run(house, { actor, body }) {
        await changePassword(house, actor, body.old_password, body.password)
        return undefined
      },
    }),
    endpoint({
      method: 'post',
      path: '/api/v1/users/me/stream-ticket',
      tag,
      summary: 'A ticket for one stream',
      description:
        'For clients that cannot send a header: it opens `/api/v1/log/stream?ticket=…` once, within a minute.',
      answer: z.object({ ticket: z.string(), expires_in: z.number().int() }),
      status: 201,
      run: (house, { actor }) => issueTicket(house, actor),
    }),
    endpoint({
      method: 'get',
      path: '/api/v1/users/me/blocks',
      tag,
      summary: 'People whom I block',
      answer: z.object({ items: z.array(Card) }),
      run: async ({ db }, { actor }) => ({ items: await listBlocks(db.reader, actor.id) }),
    }),
    change({
      method: 'put',
      path: '/api/v1/users/me/blocks/{user}',
      tag,
      summary: 'Block somebody',
      params: oneUser,
      async change(tx, { actor, params }) {
        await block(tx, actor, params.user)
        return undefined
      },
    }),
    change({
      method: 'delete',
      path: '/api/v1/users/me/blocks/{user}',
      tag,
      summary: 'Unblock somebody',
      params: oneUser,
      async change(tx, { actor, params }) {
        await unblock(tx, actor, params.user)
        return undefined
      },
    }),
    endpoint({
      method: 'get',
      path: '/api/v1/users/{user}',
      tag,
      summary: 'Somebody',
      params: oneUser,
      answer: Card,
      run: async ({ db }, { params }) => toCard(await findUser(db.reader, params.user)),
    }),
    ...mailRoutes,
    ...friendRoutes,
  ]
}
