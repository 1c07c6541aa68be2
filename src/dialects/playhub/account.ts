import { listChats } from '../../chats/view.ts'
import type { Config } from '../../config.ts'
import type { Db } from '../../db/open.ts'
import { type Endpoint, endpoint } from '../../http/endpoint.ts'
import type { Actor, House } from '../../http/house.ts'
import { text, z } from '../../http/schemas.ts'
import { mostGivenAsText, setPicture, takePicture } from '../../media/pictures.ts'
import { Problem } from '../../problem.ts'
import { listFriends } from '../../users/friends.ts'
import { languageOf } from '../../users/language.ts'
import { email, username } from '../../users/names.ts'
import { requireLength } from '../../users/password.ts'
import { hashPassword } from '../../users/passwords.ts'
import { editProfile } from '../../users/profile.ts'
import { removeUser } from '../../users/remove.ts'
import { setPassword } from '../../users/set-password.ts'
import { findActive, findUser, lockActive, password } from '../../users/user.ts'
import { followEmailChange } from '../../users/verify-email.ts'
import type { Room } from '../dialect.ts'
import { isPictureAddress, originOf } from '../origin.ts'
import { Account, toAccount } from '../registration.ts'
import { id } from './id.ts'
import { Person, toPerson } from './person.ts'

const tag = 'playhub'
const MOST_PEOPLE = 1000
/** In base 64 a picture is a third longer; whether it is too large is told by what is in it. */
const MOST_DATA_URL = 30_000_000

const Me = Account.extend({
  profile_picture: z.string(),
  is_super_user: z.boolean(),
  Friends: z.array(z.string()),
  Chats: z.array(z.string()),
})

const Updating = z
  .object({
    username: username.optional(),
    email: email.optional(),
    password: password.optional(),
    profile_picture: text(MOST_DATA_URL)
      .optional()
      .openapi({ description: '`data:image/png;base64,…`; empty for none' }),
  })
  .refine(
    (body) => Object.values(body).some((value) => value !== undefined),
    'attendu : username, email, password ou profile_picture',
  )
  .openapi({ example: { username: 'alice2' } })

type Updating = z.output<typeof Updating>

export function accountCalls({ farewells }: Room): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/user/info',
      tag,
      summary: 'Myself',
      answer: Me,
      run: ({ db, config }, { actor, request }) => viewMe(db, originOf({ config }, request), actor.id),
    }),
    endpoint({
      method: 'put',
      path: '/user/update',
      tag,
      summary: 'Change my name, address, password or picture',
      description: 'Nothing else can be changed. With another password all my other sessions end.',
      mostBytes: mostGivenAsText,
      body: Updating,
      answer: z.object({ message: z.string() }).openapi({ example: { message: 'Profil mis à jour.' } }),
      async run(house, { actor, body, request }) {
        await update(house, actor, body, request)
        return { message: 'Profil mis à jour.' }
      },
    }),
    endpoint({
      method: 'delete',
      path: '/user/delete',
      tag,
      summary: 'Delete my account',
      description: 'What I wrote stays, under "Deleted user".',
      answer: z.object({ message: z.string() }).openapi({ example: { message: 'Compte supprimé.' } }),
      async run({ commit }, { actor }) {
        await commit((tx) => removeUser(tx, actor.id, farewells))
        return { message: 'Compte supprimé.' }
      },
    }),
    endpoint({
      method: 'get',
      path: '/user/{user}',
      tag,
      summary: 'Somebody',
      params: z.object({ user: id }),
      answer: Person.extend({ created_at: z.string(), user: Person }),
      async run({ db, config }, { params, request }) {
        const user = await findActive(db.reader, params.user)
        const person = toPerson(originOf({ config }, request), user)
        return { ...person, created_at: new Date(user.created_at).toISOString(), user: person }
      },
    }),
  ]
}

async function viewMe(db: Db, origin: string, userId: string) {
  const user = await findUser(db.reader, userId)
  const friends = await listFriends(db, userId, undefined, MOST_PEOPLE)
  const chats = await listChats(db, userId, undefined, MOST_PEOPLE)
  return {
    ...toAccount(user),
    profile_picture: toPerson(origin, user).profile_picture,
    is_super_user: user.is_admin === 1,
    Friends: friends.items.map(({ user }) => user.id),
    Chats: chats.items.map(({ id }) => id),
  }
}

/** All of it or nothing. @throws Problem invalid, conflict, unsupported, too_large */
async function update(house: House, actor: Actor, body: Updating, request: Request): Promise<void> {
  const { config } = house
  const { profile_picture: picture, password } = body
  const bytes = picture === undefined ? undefined : await readDataUrl(picture, config)
  if (password) requireLength(password, config.dialectPasswordMin)
  const hash = password ? await hashPassword(password) : undefined
  const names = { username: body.username, email: body.email }
  await house.commit(async (tx) => {
    const before = await lockActive(tx, actor.id)
    if (names.username !== undefined || names.email !== undefined) {
      const after = await editProfile(tx, actor, names)
      const language = languageOf(request.headers.get('accept-language'))
      await followEmailChange(tx, config, before, after, language)
    }
    if (bytes !== undefined) await setPicture(tx, actor.id, bytes)
    if (hash !== undefined)
      await setPassword(tx, config, await lockActive(tx, actor.id), hash, actor.sessionId)
  })
}

/** Null where the text is empty; undefined, to leave it as it is, for an address. @throws Problem invalid, unsupported, too_large */
async function readDataUrl(given: string, config: Config): Promise<Uint8Array | null | undefined> {
  if (given === '') return null
  if (isPictureAddress(given)) return undefined
  const base64 = /^data:image\/[\w.+-]+;base64,([A-Za-z0-9+/]+={0,2})$/.exec(given)?.[1]
  if (base64 === undefined)
    throw new Problem('invalid', 'body.profile_picture: must be a data URL, data:image/png;base64,…')
  return takePicture(Buffer.from(base64, 'base64'), config)
}
