import type { Tx } from '../../db/commit.ts'
import { type Endpoint, endpoint } from '../../http/endpoint.ts'
import type { House, Proven } from '../../http/house.ts'
import { id, text, z } from '../../http/schemas.ts'
import { notFound, Problem } from '../../problem.ts'
import { languageOf } from '../../users/language.ts'
import {
  editOther,
  removeOther,
  requireAdmin,
  setAdmin,
  setOtherPassword,
  setState,
} from '../../users/moderate.ts'
import { email, username } from '../../users/names.ts'
import { requireLength, requirePassword } from '../../users/password.ts'
import { hashPassword } from '../../users/passwords.ts'
import { editProfile } from '../../users/profile.ts'
import { setPassword } from '../../users/set-password.ts'
import { findUser, lockActive, password, type User } from '../../users/user.ts'
import { followEmailChange } from '../../users/verify-email.ts'
import type { Room } from '../dialect.ts'
import { Account, toAccount } from '../registration.ts'
import { Done, done, wrap, wrapped, yesOrNo } from './envelope.ts'

const tag = 'eclectic'
const oneUser = z.object({ user: id })

const Changes = z
  .object({
    username: username.optional(),
    email: email.optional(),
    about: text(1000).optional(),
    active: yesOrNo.optional(),
    scope: z
      .enum(['admin', 'user', ''])
      .optional()
      .openapi({ description: 'There are admins and others, and nothing between' }),
    password: password.optional(),
    old_password: password
      .optional()
      .openapi({ description: 'My present one, to give myself another password or e-mail address' }),
  })
  .refine((body) => Object.keys(body).length > 0, 'must have something to change')
  .openapi({ example: { username: 'alice', email: 'alice@example.org', active: true, about: 'Plays bass' } })

type Changes = z.output<typeof Changes>

export function userCalls({ farewells }: Room): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/users/{user}',
      tag,
      summary: 'An account: my own, or for admins anybody’s',
      params: oneUser,
      answer: wrapped(Account),
      async run({ db }, { actor, params }) {
        if (params.user !== actor.id) await requireAdmin({ db: db.reader }, actor)
        const user = await findUser(db.reader, params.user)
        if (user.state === 'deleted') throw notFound('user')
        return wrap('User', toAccount(user))
      },
    }),
    endpoint({
      method: 'put',
      path: '/users/{user}',
      tag,
      summary: 'Change an account: my own, or for admins anybody’s',
      description: 'What is not said stays. Who is an admin, and who is active, only other admins decide.',
      params: oneUser,
      body: Changes,
      answer: wrapped(Account),
      async run(house, { actor, params, body, request }) {
        const user = await update(house, actor, params.user, body, request)
        return wrap('User updated', toAccount(user))
      },
    }),
    endpoint({
      method: 'delete',
      path: '/users/{user}',
      tag,
      summary: 'Delete somebody else’s account, as an admin',
      params: oneUser,
      answer: Done,
      async run({ commit }, { actor, params }) {
        await commit((tx) => removeOther(tx, actor, params.user, farewells))
        return done('User deleted')
      },
    }),
  ]
}

/** All of it or nothing. */
async function update(
  house: House,
  actor: Proven,
  userId: string,
  body: Changes,
  request: Request,
): Promise<User> {
  const isMe = userId === actor.id
  await (isMe ? requireMine(house, actor, body) : requireAdmin({ db: house.db.reader }, actor))
  const hash = await hashOf(house, body)
  return house.commit(async (tx) => {
    await (isMe
      ? editMine(tx, house, actor, body, hash, request)
      : editTheirs(tx, house, actor, userId, body, hash, request))
    const user = await findUser(tx.db, userId)
    await settle(tx, actor, user, body)
    return findUser(tx.db, userId)
  })
}

async function hashOf({ config }: House, { password }: Changes): Promise<string | undefined> {
  if (password === undefined) return undefined
  requireLength(password, config.dialectPasswordMin)
  return hashPassword(password)
}

/** Whoever found an open session cannot take the account over. @throws Problem invalid, forbidden, too_many */
async function requireMine(house: House, actor: Proven, { email, password, old_password }: Changes) {
  const me = await findUser(house.db.reader, actor.id)
  if (password === undefined && (email === undefined || email === me.email)) return
  if (old_password === undefined)
    throw new Problem(
      'invalid',
      'body.old_password: must be your password, to change it or your e-mail address',
    )
  await requirePassword(house, actor, old_password)
}

async function editMine(
  tx: Tx,
  { config }: House,
  actor: Proven,
  { username, about, email }: Changes,
  hash: string | undefined,
  request: Request,
) {
  const before = await lockActive(tx, actor.id)
  const after = await editProfile(tx, actor, { username, about, email })
  await followEmailChange(tx, config, before, after, languageOf(request.headers.get('accept-language')))
  if (hash !== undefined) await setPassword(tx, config, after, hash, actor.sessionId)
}

async function editTheirs(
  tx: Tx,
  { config }: House,
  actor: Proven,
  userId: string,
  { username, about, email }: Changes,
  hash: string | undefined,
  request: Request,
) {
  const before = await findUser(tx.db, userId)
  const after = await editOther(tx, actor, userId, { username, about, email })
  await followEmailChange(tx, config, before, after, languageOf(request.headers.get('accept-language')))
  if (hash !== undefined) await setOtherPassword(tx, config, actor, userId, hash)
}

/** What is so already is no change. */
async function settle(tx: Tx, actor: Proven, user: User, { scope, active }: Changes) {
  if (active !== undefined && active !== (user.state === 'active'))
    await setState(tx, actor, user.id, active ? 'active' : 'suspended')
  const isAdmin = scope === 'admin'
  if (scope !== undefined && isAdmin !== (user.is_admin === 1)) await setAdmin(tx, actor, user.id, isAdmin)
}
