import type { Tx } from '../db/commit.ts'
import type { Language } from '../db/schema.ts'
import { issueLink, newCode } from './links.ts'
import type { LinkMail } from './mail.ts'
import type { User } from './user.ts'

/** What a mail with a link is put together from. */
export interface Linked {
  token: string
  language: Language | null
  /** Only where the address is known to be his. */
  name: string | null
  username: string | null
}

/**
 * Makes the link of a mail that is about to be sent. Undefined when there is nothing to send: nobody has this address, it
 * is confirmed by now, or the mail was withdrawn a moment ago.
 */
export async function linkForMail(
  tx: Tx,
  item: { id: string; userId: string | null; to: string },
  mail: LinkMail,
): Promise<Linked | undefined> {
  const waits = await tx.db.selectFrom('outbox').select('id').where('id', '=', item.id).executeTakeFirst()
  const user = waits && (await addressee(tx, item))
  if (user?.state !== 'active') return undefined
  const isKnown = user.email === item.to && user.email_verified_at !== null
  const purpose = mail === 'forgotten-password' || mail === 'password-code' ? 'password' : 'email'
  if (purpose === 'email' && isKnown) return undefined
  const code = mail === 'password-code' ? newCode() : undefined
  const token = await issueLink(tx, user.id, purpose, item.to, code)
  const { language, name, username } = user
  return { token, language, name: isKnown ? name : null, username: isKnown ? username : null }
}

function addressee(
  { db }: Tx,
  { userId, to }: { userId: string | null; to: string },
): Promise<User | undefined> {
  const query = db.selectFrom('users').selectAll()
  return (userId === null ? query.where('email', '=', to) : query.where('id', '=', userId)).executeTakeFirst()
}
