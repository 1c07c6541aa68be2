import type { Tx } from '../db/commit.ts'
import type { FoundBy, Language } from '../db/schema.ts'
import type { Actor } from '../http/house.ts'
import { append } from '../log/append.ts'
import { chatStream, userStream } from '../log/entry.ts'
import { streamsOf } from '../log/follows.ts'
import { Problem } from '../problem.ts'
import { fold, nameKey } from './names.ts'
import { requireFree } from './register.ts'
import { lockActive, toCard, toMe, type User } from './user.ts'

export interface ProfileChange {
  username?: string | undefined
  name?: string | undefined
  about?: string | undefined
  email?: string | null | undefined
  /** E.164 */
  phone?: string | null | undefined
  shows_receipts?: boolean | undefined
  shows_presence?: boolean | undefined
  found_by_phone?: FoundBy | undefined
  zone?: string | null | undefined
  language?: Language | null | undefined
}

/** Changes my profile. @throws Problem stale when `ifMatch` is not the present version; conflict */
export async function editProfile(
  tx: Tx,
  actor: Actor,
  change: ProfileChange,
  ifMatch?: number,
): Promise<User> {
  const before = await lockActive(tx, actor.id)
  requireVersion(before.version, ifMatch)
  const { username, name, about, email, phone, shows_receipts, shows_presence } = change
  const { found_by_phone, zone, language } = change
  const columns = {
    ...(about === undefined ? {} : { about }),
    ...(email === undefined || email === before.email ? {} : { email, email_verified_at: null }),
    ...(phone === undefined || phone === before.phone ? {} : { phone, phone_verified_at: null }),
    ...(found_by_phone === undefined ? {} : { found_by_phone }),
    ...(zone === undefined ? {} : { zone }),
    ...(language === undefined ? {} : { language }),
    ...(username === undefined ? {} : { username, username_key: fold(username) }),
    ...(name === undefined ? {} : { name, name_key: nameKey(name) }),
    ...(shows_receipts === undefined ? {} : { shows_receipts: Number(shows_receipts) }),
    ...(shows_presence === undefined ? {} : { shows_presence: Number(shows_presence) }),
  }
  const username_key = username === undefined ? undefined : fold(username)
  await requireFree(tx, { username_key, email, phone }, actor.id)
  return changeUser(tx, before, columns)
}

/**
 * Writes columns of a user whose row is locked, and tells everybody who shares a chat with him what they may know
 * of it.
 */
export async function changeUser(
  tx: Tx,
  before: User,
  columns: Partial<User>,
  actorId: string | null = before.id,
  changed?: 'is_admin',
): Promise<User> {
  const after = { ...before, ...columns, version: before.version + 1 }
  await tx.db
    .updateTable('users')
    .set({ ...columns, version: after.version })
    .where('id', '=', before.id)
    .execute()
  append(tx, {
    stream: userStream(before.id),
    kind: 'me.updated',
    actorId,
    body: { me: toMe(after), ...(changed ? { changed } : {}) },
    about: before.id,
  })
  const card = toCard(after)
  if (JSON.stringify(card) !== JSON.stringify(toCard(before))) await announceCard(tx, after)
  return after
}

/** Tells all who share a chat with a user how he is to be shown from now on; whatever else people share has a chat. */
export async function announceCard(tx: Tx, user: User): Promise<void> {
  const followed = await streamsOf(tx, user.id)
  const shared = followed.filter((stream) => stream.startsWith(chatStream('')))
  for (const stream of shared)
    append(tx, {
      stream,
      kind: 'user.updated',
      actorId: user.id,
      body: { user: toCard(user) },
      about: user.id,
    })
}

/** @throws Problem stale */
export function requireVersion(present: number, ifMatch: number | undefined): void {
  if (ifMatch !== undefined && ifMatch !== present)
    throw new Problem('stale', `If-Match names version ${ifMatch}, but the present one is ${present}`)
}
