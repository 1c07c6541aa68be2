import type { Config } from '../config.ts'
import type { Tx } from '../db/commit.ts'
import { lock } from '../db/dialect.ts'
import type { Language } from '../db/schema.ts'
import type { Actor } from '../http/house.ts'
import { notFound, Problem } from '../problem.ts'
import { findLink, takeLink, withdrawLinks } from './links.ts'
import { countAttempt, countedKey, mayStill } from './lockout.ts'
import { mailConfirmation, mailNotice } from './mail.ts'
import { changeUser } from './profile.ts'
import { lockActive, type User } from './user.ts'

type Mails = Pick<Config, 'mail'>

/**
 * Sends a link to my e-mail address, or to another one, which is mine as soon as the link is followed. Whether somebody
 * else has that address makes no difference here. @throws Problem invalid, conflict, too_many
 */
export async function askEmailVerification(
  tx: Tx,
  config: Mails,
  actor: Actor,
  email: string | undefined,
  language: Language,
): Promise<void> {
  const user = await lockActive(tx, actor.id)
  const to = email ?? user.email
  if (to === null)
    throw new Problem('invalid', 'body.email: your account has no e-mail address yet; say which')
  if (to === user.email && user.email_verified_at !== null)
    throw new Problem('conflict', 'This e-mail address is confirmed already')
  await countAttempt(tx, [countedKey('mail-user', user.id)])
  await mailConfirmation(tx, config, user, to, 'confirm-email', language)
}

/**
 * Somebody has followed the link: the address is his, and is taken from whoever held it without having shown that he
 * reads it. @throws Problem not_found; conflict when it is confirmed for another account
 */
export async function verifyEmail(tx: Tx, config: Mails, token: string): Promise<User> {
  const link = await findLink(tx, token, 'email')
  const user = await lockWithHolder(tx, link.user_id, link.email)
  await takeLink(tx, link)
  await takeFromOther(tx, user, link.email)
  const verified = await changeUser(tx, user, { email: link.email, email_verified_at: tx.at })
  await withdrawLinks(tx, user.id, user.email === link.email ? 'email' : undefined)
  if (user.email !== link.email) await mailNotice(tx, config, user, 'email-changed')
  return verified
}

/** Locks both at once, always in the same order, so that two who want each other's address do not wait for each other. */
async function lockWithHolder(tx: Tx, userId: string, email: string): Promise<User> {
  const query = tx.db
    .selectFrom('users')
    .selectAll()
    .where((is) => is.or([is('id', '=', userId), is('email', '=', email)]))
    .orderBy('id')
  const user = (await lock(tx.dialect, query).execute()).find((row) => row.id === userId)
  if (user?.state !== 'active') throw notFound('link')
  return user
}

async function takeFromOther(tx: Tx, user: User, email: string): Promise<void> {
  const query = tx.db.selectFrom('users').selectAll().where('email', '=', email).where('id', '!=', user.id)
  const holder = await query.executeTakeFirst()
  if (!holder) return
  if (holder.email_verified_at !== null)
    throw new Problem('conflict', 'This e-mail address is confirmed for another account')
  await withdrawLinks(tx, holder.id)
  await changeUser(tx, holder, { email: null }, null)
}

/**
 * After a profile was edited: links to an address that is no more are withdrawn, the old address is told, and a link
 * goes to the new one, unless too many did already.
 */
export async function followEmailChange(
  tx: Tx,
  config: Mails,
  before: User,
  after: User,
  language: Language,
): Promise<void> {
  if (before.email === after.email) return
  await withdrawLinks(tx, after.id)
  await mailNotice(tx, config, before, 'email-changed')
  const key = countedKey('mail-user', after.id)
  await mailFirst(tx, config, after, 'confirm-email', key, language)
}

/** A link that nobody asked for in so many words, counted under a key: where there were too many, he may ask for it later. */
export async function mailFirst(
  tx: Tx,
  config: Mails,
  user: User,
  which: 'welcome' | 'confirm-email',
  key: string,
  language: Language,
): Promise<void> {
  if (!config.mail || user.email === null || !(await mayStill(tx, key))) return
  await mailConfirmation(tx, config, user, user.email, which, language)
}
