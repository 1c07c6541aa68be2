import { minute } from '../clock.ts'
import type { Config } from '../config.ts'
import type { Tx } from '../db/commit.ts'
import { lock } from '../db/dialect.ts'
import type { Language, PhoneCodeRow } from '../db/schema.ts'
import type { Actor } from '../http/house.ts'
import { newSecret, sameSecret } from '../id.ts'
import { enqueue } from '../outbox/enqueue.ts'
import { notFound, Problem } from '../problem.ts'
import type { Secrets } from '../secrets.ts'
import { countAttempt, countedKey, mayStill } from './lockout.ts'
import { codeFor, readCode } from './phone-code.ts'
import { changeUser } from './profile.ts'
import { requireFree } from './register.ts'
import { lockActive, type User } from './user.ts'

const CODE_LIFE_MS = 10 * minute
const MOST_TRIES = 5

/** What a feature does when a number is verified, in that transaction. Features to the right of this one hand theirs in. */
export type PhoneClaim = (tx: Tx, userId: string, phone: string) => Promise<void>

/** What waits in the outbox for the channel `sms`. The code follows from the nonce. */
export interface CodeBody {
  nonce: string
  language: Language
}

/**
 * Sends a code to a number that I say is mine. Whether it is somebody else's here makes no difference; where too many
 * codes went there already, none does, and nothing is said of it.
 * @throws Problem conflict, too_many
 */
export async function askPhoneVerification(
  tx: Tx,
  { sms }: Pick<Config, 'sms'>,
  actor: Actor,
  phone: string,
  from: { address: string; language: Language },
): Promise<void> {
  const user = await lockActive(tx, actor.id)
  if (user.phone === phone && user.phone_verified_at !== null)
    throw new Problem('conflict', 'This number is verified already')
  await countAttempt(tx, [countedKey('code-user', user.id), countedKey('code-from', from.address)])
  if (!sms || !(await mayStill(tx, countedKey('code-to', phone)))) return
  const expires_at = tx.at + CODE_LIFE_MS
  const nonce = newSecret()
  await tx.db.deleteFrom('phone_codes').where('user_id', '=', user.id).execute()
  await tx.db
    .insertInto('phone_codes')
    .values({ user_id: user.id, phone, nonce, tries: 0, expires_at })
    .execute()
  const body: CodeBody = { nonce, language: user.language ?? from.language }
  const item = { channel: 'sms', userId: user.id, to: phone, body, collapseKey: `code:${user.id}` } as const
  await enqueue(tx, { ...item, expiresAt: expires_at })
}

/**
 * Whoever has the code has the number: it is his from now on, and nobody else's. Undefined when the code is wrong, which
 * is counted. @throws Problem not_found, too_many
 */
export async function verifyPhone(
  tx: Tx,
  secrets: Secrets,
  actor: Actor,
  { phone, code }: { phone: string; code: string },
  claims: readonly PhoneClaim[],
): Promise<User | undefined> {
  const user = await lockWithHolder(tx, actor.id, phone)
  // The answer was lost, and he asks again.
  if (user.phone === phone && user.phone_verified_at !== null) return user
  const row = await pendingCode(tx, user.id, phone)
  if (!sameSecret(readCode(code) ?? '', codeFor(secrets, row.nonce, phone))) {
    await tx.db
      .updateTable('phone_codes')
      .set({ tries: row.tries + 1 })
      .where('user_id', '=', user.id)
      .execute()
    return undefined
  }
  await tx.db.deleteFrom('phone_codes').where('user_id', '=', user.id).execute()
  await takeFromOther(tx, user, phone)
  const verified = await changeUser(tx, user, { phone, phone_verified_at: tx.at })
  for (const claim of claims) await claim(tx, user.id, phone)
  return verified
}

/**
 * Takes somebody's word for it that a number is his, on a server that sends no codes: who names it first has it. Said once
 * more, what waits for it by now becomes his. @throws Problem conflict when it is another account's
 */
export async function trustPhone(
  tx: Tx,
  actor: Pick<Actor, 'id'>,
  phone: string,
  claims: readonly PhoneClaim[],
): Promise<User> {
  const user = await lockWithHolder(tx, actor.id, phone)
  await requireFree(tx, { phone }, user.id)
  const isHis = user.phone === phone && user.phone_verified_at !== null
  const after = isHis ? user : await changeUser(tx, user, { phone, phone_verified_at: tx.at })
  for (const claim of claims) await claim(tx, user.id, phone)
  return after
}

/** Locks both at once, always in the same order, so that two who want each other's number do not wait for each other. */
async function lockWithHolder(tx: Tx, userId: string, phone: string): Promise<User> {
  const query = tx.db
    .selectFrom('users')
    .selectAll()
    .where((is) => is.or([is('id', '=', userId), is('phone', '=', phone)]))
    .orderBy('id')
  const user = (await lock(tx.dialect, query).execute()).find((row) => row.id === userId)
  if (user?.state !== 'active') throw notFound('user')
  return user
}

async function pendingCode(tx: Tx, userId: string, phone: string): Promise<PhoneCodeRow> {
  const row = await tx.db
    .selectFrom('phone_codes')
    .selectAll()
    .where('user_id', '=', userId)
    .where('phone', '=', phone)
    .where('expires_at', '>', tx.at)
    .executeTakeFirst()
  if (!row) throw notFound('code: none was sent to this number, or it is too old')
  if (row.tries >= MOST_TRIES) throw new Problem('too_many', 'Too many wrong codes; ask for a new one')
  return row
}

/** A number moves with its SIM card: whoever had it, even verified, has it no longer. */
async function takeFromOther(tx: Tx, user: User, phone: string): Promise<void> {
  const query = tx.db.selectFrom('users').selectAll().where('phone', '=', phone).where('id', '!=', user.id)
  const holder = await query.executeTakeFirst()
  if (holder) await changeUser(tx, holder, { phone: null, phone_verified_at: null }, null)
}

/** The nonce of the code that somebody was sent last, if he may still use it. */
export async function isCurrentCode(
  db: Tx['db'],
  userId: string,
  nonce: string,
  at: number,
): Promise<boolean> {
  const row = await db
    .selectFrom('phone_codes')
    .select('nonce')
    .where('user_id', '=', userId)
    .where('nonce', '=', nonce)
    .where('expires_at', '>', at)
    .executeTakeFirst()
  return row !== undefined
}
