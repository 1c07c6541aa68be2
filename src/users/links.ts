import { randomBytes } from 'node:crypto'
import { day, hour } from '../clock.ts'
import type { Tx } from '../db/commit.ts'
import type { MailLinkRow } from '../db/schema.ts'
import { digest, newSecret } from '../id.ts'
import { notFound } from '../problem.ts'
import { confirmKey } from './mail.ts'

type Purpose = MailLinkRow['purpose']

const LIFE_MS: Record<Purpose, number> = { email: 2 * day, password: hour }

/** Without those that are taken for another (Crockford's base 32). */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A secret that people can type: 60 bits, so that nobody guesses one within its hour. */
export function newCode(): string {
  const letters = [...randomBytes(12)].map((byte) => LETTERS[byte & 31]).join('')
  return letters.replace(/^(.{4})(.{4})/, '$1-$2-')
}

/** A code as it was given out, however it was typed; anything else as it is. */
export function readCode(typed: string): string {
  const letters = typed.replaceAll(/[\s-]/g, '').toUpperCase().replaceAll('O', '0').replaceAll(/[IL]/g, '1')
  return /^[0-9A-Z]{12}$/.test(letters) ? letters.replace(/^(.{4})(.{4})/, '$1-$2-') : typed
}

/** A new secret (256 bits) for a link to this address, or a code. We keep its digest only. */
export async function issueLink(
  tx: Tx,
  userId: string,
  purpose: Purpose,
  email: string,
  token = newSecret(32),
): Promise<string> {
  const row = { digest: digest(token), user_id: userId, purpose, email }
  await tx.db
    .insertInto('mail_links')
    .values({ ...row, created_at: tx.at, expires_at: tx.at + LIFE_MS[purpose] })
    .execute()
  return token
}

/** Whose link this is. @throws Problem not_found, also when it has been used, is too old or was withdrawn */
export async function findLink(tx: Pick<Tx, 'db' | 'at'>, token: string, purpose: Purpose) {
  const row = await tx.db
    .selectFrom('mail_links')
    .selectAll()
    .where('digest', '=', digest(token))
    .where('purpose', '=', purpose)
    .where('expires_at', '>', tx.at)
    .executeTakeFirst()
  if (!row) throw notFound('link: it has been used, is too old, or was withdrawn')
  return row
}

/** Takes a link in, of a user whose row is locked: it is good no more. @throws Problem not_found */
export async function takeLink({ db }: Tx, { digest }: MailLinkRow): Promise<void> {
  const taken = await db.deleteFrom('mail_links').where('digest', '=', digest).executeTakeFirst()
  if (taken.numDeletedRows !== 1n) throw notFound('link: it has just been used')
}

/** Withdraws the links of somebody, those too that are on their way. */
export async function withdrawLinks({ db }: Tx, userId: string, purpose?: Purpose): Promise<void> {
  await db
    .deleteFrom('mail_links')
    .where('user_id', '=', userId)
    .$if(purpose !== undefined, (query) => query.where('purpose', '=', purpose!))
    .execute()
  if (purpose === 'password') return
  await db
    .deleteFrom('outbox')
    .where('user_id', '=', userId)
    .where('channel', '=', 'email')
    .where('collapse_key', '=', confirmKey(userId))
    .execute()
}

/** Forgets links and codes that are too old. */
export async function forgetExpired({ db, at }: Tx): Promise<void> {
  await db.deleteFrom('mail_links').where('expires_at', '<=', at).execute()
  await db.deleteFrom('phone_codes').where('expires_at', '<=', at).execute()
}
