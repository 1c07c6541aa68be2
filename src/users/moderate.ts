import type { Kysely } from 'kysely'
import type { Config } from '../config.ts'
import type { Tx } from '../db/commit.ts'
import { lock } from '../db/dialect.ts'
import type { Schema, UserState } from '../db/schema.ts'
import type { Actor } from '../http/house.ts'
import { notFound, Problem } from '../problem.ts'
import { mailNotice } from './mail.ts'
import { fold } from './names.ts'
import { changeUser, type ProfileChange } from './profile.ts'
import { requireFree } from './register.ts'
import { type Farewell, removeUser } from './remove.ts'
import { revokeOthers } from './sessions.ts'
import { setPassword } from './set-password.ts'
import { findUser, type User } from './user.ts'

/** @throws Problem forbidden */
export async function requireAdmin(tx: Pick<Tx, 'db'>, actor: Actor): Promise<void> {
  const user = await findUser(tx.db, actor.id)
  if (user.is_admin !== 1 || user.state !== 'active')
    throw new Problem('forbidden', 'Only an admin of this server may do this')
}

/**
 * Suspends (a punishment), archives (somebody who is not here any more) or restores an account. Its sessions end at
 * once. @throws Problem forbidden, not_found, conflict
 */
export async function setState(
  tx: Tx,
  actor: Actor,
  userId: string,
  state: Exclude<UserState, 'deleted'>,
): Promise<User> {
  return changeState(tx, actor, await findOther(tx, actor, userId), state)
}

/** Lets somebody in again, and tells him so by mail if he was archived. @throws Problem as `setState` */
export async function restore(
  tx: Tx,
  config: Pick<Config, 'mail'>,
  actor: Actor,
  userId: string,
): Promise<User> {
  const before = await findOther(tx, actor, userId)
  const user = await changeState(tx, actor, before, 'active')
  if (before.state === 'archived') await mailNotice(tx, config, user, 'account-restored')
  return user
}

async function changeState(
  tx: Tx,
  actor: Actor,
  user: User,
  state: Exclude<UserState, 'deleted'>,
): Promise<User> {
  if (user.state === state) throw new Problem('conflict', `The account is ${state} already`)
  const changed = await changeUser(tx, user, { state }, actor.id)
  if (state !== 'active') await revokeOthers(tx, user.id, undefined, state)
  return changed
}

/** Grants or withdraws admin; it holds from the next request on, since it is looked up each time. */
export async function setAdmin(tx: Tx, actor: Actor, userId: string, isAdmin: boolean): Promise<User> {
  const user = await findOther(tx, actor, userId)
  if (isAdmin && user.state !== 'active') throw new Problem('conflict', `The account is ${user.state}`)
  if (user.is_admin === Number(isAdmin)) throw new Problem('conflict', 'That is so already')
  return changeUser(tx, user, { is_admin: Number(isAdmin) }, actor.id, 'is_admin')
}

/**
 * Admins cannot do these things to themselves, so that one always remains. Both rows are locked, always in the same
 * order: of two admins who do it to each other at once, the second is none any more.
 */
async function findOther(tx: Tx, actor: Actor, userId: string): Promise<User> {
  const both = tx.db.selectFrom('users').select('id').where('id', 'in', [actor.id, userId]).orderBy('id')
  await lock(tx.dialect, both).execute()
  await requireAdmin(tx, actor)
  if (userId === actor.id) throw new Problem('conflict', 'You cannot do this to yourself')
  const user = await findUser(tx.db, userId)
  if (user.state === 'deleted') throw notFound('user')
  return user
}

/** What an admin may change of somebody else's account. */
export type OtherChange = Pick<ProfileChange, 'username' | 'about' | 'email'>

/** @throws Problem forbidden, not_found, conflict */
export async function editOther(
  tx: Tx,
  actor: Actor,
  userId: string,
  { username, about, email }: OtherChange,
): Promise<User> {
  const user = await findOther(tx, actor, userId)
  await requireFree(tx, { username_key: username && fold(username), email }, userId)
  return changeUser(
    tx,
    user,
    {
      ...(username === undefined ? {} : { username, username_key: fold(username) }),
      ...(about === undefined ? {} : { about }),
      ...(email === undefined || email === user.email ? {} : { email, email_verified_at: null }),
    },
    actor.id,
  )
}

/** Gives somebody else another password; all his sessions end. @throws Problem forbidden, not_found */
export async function setOtherPassword(
  tx: Tx,
  config: Pick<Config, 'mail'>,
  actor: Actor,
  userId: string,
  passwordHash: string,
): Promise<void> {
  await setPassword(tx, config, await findOther(tx, actor, userId), passwordHash)
}

/** Deletes somebody else's account. @throws Problem forbidden, not_found, conflict */
export async function removeOther(
  tx: Tx,
  actor: Actor,
  userId: string,
  farewells: readonly Farewell[],
): Promise<void> {
  const user = await findOther(tx, actor, userId)
  if (user.state !== 'active') await changeUser(tx, user, { state: 'active' }, actor.id)
  await removeUser(tx, userId, farewells)
}

/** Every account that is not deleted, by number, for admins. @throws Problem forbidden */
export async function listAccounts(
  db: Kysely<Schema>,
  actor: Actor,
  after: number,
  most: number,
): Promise<User[]> {
  await requireAdmin({ db }, actor)
  return db
    .selectFrom('users')
    .selectAll()
    .where('state', '!=', 'deleted')
    .where('number', '>', after)
    .orderBy('number')
    .limit(most)
    .execute()
}
