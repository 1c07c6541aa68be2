import { hour } from '../clock.ts'
import type { Config } from '../config.ts'
import type { Tx } from '../db/commit.ts'
import type { Language } from '../db/schema.ts'
import type { House } from '../http/house.ts'
import { enqueue } from '../outbox/enqueue.ts'
import { notFound } from '../problem.ts'
import { findLink, takeLink } from './links.ts'
import { countAttempt, countedKey, mayStill } from './lockout.ts'
import type { MailBody } from './mail.ts'
import { requireLength } from './password.ts'
import { hashPassword } from './passwords.ts'
import { changeUser } from './profile.ts'
import { setPassword } from './set-password.ts'
import { lockActive } from './user.ts'

/**
 * Somebody has forgotten his password. Whether there is an account with this address is looked up only when the mail is
 * sent: what is done here, and how long it takes, is the same for every address. Where too much went there already,
 * nothing is sent, and nothing said of it. What is mailed is a link, or a code to be typed. @throws Problem too_many
 */
export async function askPasswordReset(
  tx: Tx,
  { mail }: Pick<Config, 'mail'>,
  email: string,
  address: string,
  language: Language,
  which: 'forgotten-password' | 'password-code' = 'forgotten-password',
): Promise<void> {
  await countAttempt(tx, [countedKey('mail-from', address)])
  if (!mail || !(await mayStill(tx, countedKey('reset-to', email)))) return
  const body: MailBody = { mail: which, language, name: null }
  const collapseKey = 'forgotten-password'
  await enqueue(tx, {
    channel: 'email',
    userId: null,
    to: email,
    body,
    collapseKey,
    expiresAt: tx.at + 6 * hour,
  })
}

/**
 * Chooses a new password by a link or a code. All sessions end. Who has the link reads what is sent to the address, so it counts as
 * confirmed. @throws Problem invalid, not_found
 */
export async function redeemPasswordReset(
  house: House,
  token: string,
  password: string,
  passwordMin = house.config.passwordMin,
): Promise<void> {
  const { config, db, clock, commit } = house
  requireLength(password, passwordMin)
  await findLink({ db: db.reader, at: clock.now() }, token, 'password')
  const hash = await hashPassword(password)
  await commit(async (tx) => {
    const link = await findLink(tx, token, 'password')
    const user = await lockActive(tx, link.user_id)
    if (user.email !== link.email) throw notFound('link')
    await takeLink(tx, link)
    const proven =
      user.email_verified_at === null ? await changeUser(tx, user, { email_verified_at: tx.at }) : user
    await setPassword(tx, config, proven, hash)
  })
}
