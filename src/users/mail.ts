import type { Config } from '../config.ts'
import type { Tx } from '../db/commit.ts'
import type { Language } from '../db/schema.ts'
import { enqueue } from '../outbox/enqueue.ts'
import { countedKey, mayStill } from './lockout.ts'
import type { User } from './user.ts'

/** A mail with a link, or a code to be typed. It is made when the mail is sent, so that it never lies in the database. */
export type LinkMail = 'welcome' | 'confirm-email' | 'forgotten-password' | 'password-code'
/** A mail that tells what has happened to an account. */
export type NoticeMail = 'email-changed' | 'password-changed' | 'account-restored'

/** A mail about something that takes place, with a part that calendars understand. */
export type CalendarMail = 'invitation' | 'invitation-changed' | 'invitation-cancelled'

/** What such a mail is put together from. Everything in it was typed by somebody. */
export interface CalendarMailBody {
  mail: CalendarMail
  language: Language
  about: Occasion
  /** Where the button leads, on this server. */
  path: string
  /** An iCalendar object (RFC 5545), and what it asks of calendars (RFC 5546). */
  calendar: { method: 'REQUEST' | 'CANCEL'; content: string }
}

/** What takes place, as people read it. */
export interface Occasion {
  title: string
  when: string
  where: string
  /** What he who invites is called. */
  by: string
}

/** What waits in the outbox for the channel `email`, if it is not for calendars. */
export interface MailBody {
  mail: LinkMail | NoticeMail
  language: Language
  /**
   * Only for an address that is known to be his: otherwise anybody could make this server write what he likes, as his
   * name, to whom he likes.
   */
  name: string | null
}

type Mails = Pick<Config, 'mail'>

/** Links of one user that wait for one address take each other's place, and are dropped when links are withdrawn. */
export const confirmKey = (userId: string) => `confirm:${userId}`

/**
 * Sends a link by which somebody shows that he reads what is sent to an address. Nothing, where mail is off, or where too
 * much went to that address already; which is not said, since others may have asked for it. The language is for those
 * who have not chosen one.
 */
export async function mailConfirmation(
  tx: Tx,
  { mail }: Mails,
  user: User,
  to: string,
  which: 'welcome' | 'confirm-email',
  language: Language,
): Promise<void> {
  if (!mail || !(await mayStill(tx, countedKey('mail-to', to)))) return
  const body: MailBody = { mail: which, language, name: null }
  await enqueue(tx, { channel: 'email', userId: user.id, to, body, collapseKey: confirmKey(user.id) })
}

/** Tells somebody, at this address of his, what has happened to his account. Nothing, where mail is off. */
export async function mailNotice(
  tx: Tx,
  { mail }: Mails,
  user: Pick<User, 'id' | 'name' | 'language' | 'email' | 'email_verified_at'>,
  which: NoticeMail,
): Promise<void> {
  if (!mail || user.email === null) return
  const name = user.email_verified_at === null ? null : user.name
  const body: MailBody = { mail: which, language: user.language ?? 'en', name }
  await enqueue(tx, { channel: 'email', userId: user.id, to: user.email, body })
}
