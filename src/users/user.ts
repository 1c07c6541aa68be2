import type { Kysely, Selectable } from 'kysely'
import type { Tx } from '../db/commit.ts'
import { lock } from '../db/dialect.ts'
import type { Schema, UserRow } from '../db/schema.ts'
import { text, time, version, z } from '../http/schemas.ts'
import { notFound } from '../problem.ts'
import { fold } from './names.ts'

export const language = z.enum(['en', 'fr'])
export const foundBy = z.enum(['everybody', 'contacts', 'nobody'])

/** What everybody may know of somebody. */
export const Card = z
  .object({
    id: z.string(),
    username: z.string(),
    name: z.string(),
    about: z.string(),
    picture: z.string().nullable().openapi({ description: 'Address of the picture on this server' }),
    status: z.string().nullable().openapi({ description: 'The level reached by writing to the future' }),
    deleted: z.boolean(),
  })
  .openapi('User')

/** What I may know of myself. */
export const Me = Card.extend({
  number: z.number().int(),
  email: z.string().nullable(),
  email_verified: z.boolean(),
  phone: z.string().nullable(),
  phone_verified: z.boolean(),
  is_admin: z.boolean(),
  shows_receipts: z.boolean(),
  shows_presence: z.boolean(),
  found_by_phone: foundBy.openapi({
    description:
      'Whose address book shows me, once I have verified my number; contacts: whose number is in mine',
  }),
  zone: z.string().nullable().openapi({ description: 'IANA time zone, such as Europe/Paris' }),
  language: language.nullable(),
  created_at: time,
  version,
}).openapi('Me')

export type Card = z.infer<typeof Card>
export type Me = z.infer<typeof Me>
export type User = Selectable<UserRow>

export const personName = text(100, 1).trim().min(1)
export const password = text(256, 1)

export function pictureUrl(pictureId: string | null): string | null {
  return pictureId && `/media/pictures/${pictureId}`
}

export function toCard(user: User): Card {
  const { id, username, name, about } = user
  return {
    id,
    username,
    name,
    about,
    picture: pictureUrl(user.picture_id),
    status: user.status,
    deleted: user.state === 'deleted',
  }
}

export function toMe(user: User): Me {
  const { number, email, phone, found_by_phone, zone, language, created_at, version } = user
  return {
    ...toCard(user),
    number,
    email,
    email_verified: user.email_verified_at !== null,
    phone,
    phone_verified: user.phone_verified_at !== null,
    is_admin: user.is_admin === 1,
    shows_receipts: user.shows_receipts === 1,
    shows_presence: user.shows_presence === 1,
    found_by_phone,
    zone,
    language,
    created_at,
    version,
  }
}

/** @throws Problem not_found */
export async function findUser(db: Kysely<Schema>, id: string): Promise<User> {
  const user = await db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst()
  if (!user) throw notFound('user')
  return user
}

/** Somebody by the number or the username under which clients of dialects know him. @throws Problem not_found */
export async function findKnownAs(
  db: Kysely<Schema>,
  known: { number: number } | { username: string },
): Promise<User> {
  const query = db.selectFrom('users').selectAll()
  const user = await ('number' in known
    ? query.where('number', '=', known.number)
    : query.where('username_key', '=', fold(known.username))
  ).executeTakeFirst()
  if (!user) throw notFound('user')
  return user
}

/** These people, by their ids. None asked for, none looked for. */
export async function usersOf(db: Kysely<Schema>, ids: string[]): Promise<Map<string, User>> {
  if (ids.length === 0) return new Map()
  const rows = await db.selectFrom('users').selectAll().where('id', 'in', ids).execute()
  return new Map(rows.map((user) => [user.id, user]))
}

/**
 * The same, and nobody changes him before this transaction ends: for whoever decides by what he reads.
 * @throws Problem not_found
 */
export async function lockUser(tx: Pick<Tx, 'db' | 'dialect'>, id: string): Promise<User> {
  const query = tx.db.selectFrom('users').selectAll().where('id', '=', id)
  const user = await lock(tx.dialect, query).executeTakeFirst()
  if (!user) throw notFound('user')
  return user
}

/** The same for somebody who has an account here now. @throws Problem not_found */
export async function lockActive(tx: Pick<Tx, 'db' | 'dialect'>, id: string): Promise<User> {
  const user = await lockUser(tx, id)
  if (user.state !== 'active') throw notFound('user')
  return user
}

/** What the two do about each other waits for this: none of it is decided without knowing of a block. */
export async function lockBoth(tx: Pick<Tx, 'db' | 'dialect'>, ...ids: string[]): Promise<User[]> {
  const locked = new Map<string, User>()
  for (const id of ids.toSorted()) locked.set(id, await lockUser(tx, id))
  return ids.map((id) => locked.get(id)!)
}

/** Somebody who has an account here now. @throws Problem not_found */
export async function findActive(db: Kysely<Schema>, id: string): Promise<User> {
  const user = await findUser(db, id)
  if (user.state !== 'active') throw notFound('user')
  return user
}
