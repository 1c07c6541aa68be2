import type { Tx } from '../db/commit.ts'
import { unfollow } from '../log/append.ts'
import { blankAbout, blankStream } from '../log/blank.ts'
import { userStream } from '../log/entry.ts'
import { Problem } from '../problem.ts'
import { forgetBlocks } from './block.ts'
import { withdrawLinks } from './links.ts'
import { forgetAttempts } from './lockout.ts'
import { announceCard } from './profile.ts'
import { revokeAll } from './sessions.ts'
import { forgetFriends } from './unfriend.ts'
import { lockActive, type User } from './user.ts'

/** What a feature does when a user goes: leaves the chats, say. Features to the right of this one hand theirs in. */
export type Farewell = (tx: Tx, userId: string) => Promise<void>

/**
 * Deletes an account. What it wrote stays, under "Deleted user"; everything personal is gone, in the log too. Its
 * username is free again. @throws Problem conflict for the only admin among several accounts
 */
export async function removeUser(tx: Tx, userId: string, farewells: readonly Farewell[]): Promise<void> {
  const user = await lockActive(tx, userId)
  await requireAnotherAdmin(tx, user)
  await blankAbout(tx, userId)
  await blankStream(tx, userStream(userId))
  const nobody = tombstone(user)
  await tx.db.updateTable('users').set(nobody).where('id', '=', userId).execute()
  await announceCard(tx, { ...user, ...nobody })
  for (const farewell of farewells) await farewell(tx, userId)
  await tx.db.deleteFrom('pictures').where('owner_id', '=', userId).execute()
  await tx.db.deleteFrom('idempotency_keys').where('user_id', '=', userId).execute()
  await tx.db
    .updateTable('idempotency_keys')
    .set({ answer: 'null' })
    .where('answer', 'like', `%${userId}%`)
    .execute()
  await forgetBlocks(tx, userId)
  await forgetFriends(tx, userId)
  await revokeAll(tx, userId)
  await withdrawLinks(tx, userId)
  await tx.db.deleteFrom('phone_codes').where('user_id', '=', userId).execute()
  // What was asked for by address only.
  if (user.email) await tx.db.deleteFrom('outbox').where('recipient', '=', user.email).execute()
  await forgetAttempts(tx, [user.id, user.username_key, user.email, user.phone])
  unfollow(tx, [userId], userStream(userId))
}

/** Somebody must be left who can restore, suspend and make admins, as long as anybody is left. */
async function requireAnotherAdmin({ db }: Tx, user: User): Promise<void> {
  if (user.is_admin !== 1) return
  const others = await db
    .selectFrom('users')
    .select('is_admin')
    .where('state', '=', 'active')
    .where('id', '!=', user.id)
    .orderBy('is_admin', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (others?.is_admin === 0)
    throw new Problem('conflict', 'You are the only admin: make somebody else one first')
}

function tombstone(user: User): Partial<User> & { name: string } {
  const username = `deleted-${user.number}`
  return {
    username,
    username_key: username,
    email: null,
    email_verified_at: null,
    phone: null,
    phone_verified_at: null,
    password_hash: null,
    name: 'Deleted user',
    name_key: 'deleted user',
    about: '',
    picture_id: null,
    state: 'deleted',
    is_admin: 0,
    zone: null,
    language: null,
    status: null,
    last_seen_at: null,
    version: user.version + 1,
  }
}
