import type { Tx } from '../db/commit.ts'
import type { Actor } from '../http/house.ts'
import { append } from '../log/append.ts'
import { userStream } from '../log/entry.ts'
import { Problem } from '../problem.ts'
import { fold } from './names.ts'
import { requireFree } from './register.ts'
import { findUser, toCard, toMe, type User } from './user.ts'

export interface ProfileChange {
  username?: string | undefined
  name?: string | undefined
  about?: string | undefined
  email?: string | null | undefined
  /** E.164 */
  phone?: string | null | undefined
  shows_receipts?: boolean | undefined
  shows_presence?: boolean | undefined
}

/** Changes my profile. @throws Problem stale when `ifMatch` is not the present version; conflict */
export async function editProfile(
  tx: Tx,
  actor: Actor,
  change: ProfileChange,
  ifMatch?: number,
): Promise<User> {
  const before = await findUser(tx.db, actor.id)
  requireVersion(before.version, ifMatch)
  const { username, name, shows_receipts, shows_presence, ...rest } = change
  const columns = {
    ...rest,
    ...(username === undefined ? {} : { username, username_key: fold(username) }),
    ...(name === undefined ? {} : { name, name_key: fold(name) }),
    ...(shows_receipts === undefined ? {} : { shows_receipts: Number(shows_receipts) }),
    ...(shows_presence === undefined ? {} : { shows_presence: Number(shows_presence) }),
  }
  const { username_key, email, phone } = columns as Partial<User>
  await requireFree(tx, { username_key, email, phone }, actor.id)
  return changeUser(tx, before, columns)
}

/** Writes columns of a user and tells everybody who shares a stream with him what they may know of it. */
export async function changeUser(
  tx: Tx,
  before: User,
  columns: Partial<User>,
  actorId = before.id,
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
    body: { me: toMe(after) },
    about: before.id,
  })
  const card = toCard(after)
  if (JSON.stringify(card) !== JSON.stringify(toCard(before))) await announceCard(tx, after)
  return after
}

/** Tells all who share a stream with a user how he is to be shown from now on. */
export async function announceCard(tx: Tx, user: User): Promise<void> {
  const shared = await tx.db
    .selectFrom('follows')
    .select('stream')
    .where('user_id', '=', user.id)
    .where('until_seq', 'is', null)
    .where('stream', '!=', userStream(user.id))
    .execute()
  for (const { stream } of shared)
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
