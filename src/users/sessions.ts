import { day, second } from '../clock.ts'
import type { Tx } from '../db/commit.ts'
import { lock } from '../db/dialect.ts'
import type { Actor, Caller } from '../http/house.ts'
import { digest, newId, newSecret } from '../id.ts'
import { append } from '../log/append.ts'
import { userStream } from '../log/entry.ts'
import { notFound, Problem } from '../problem.ts'

/** A client whose answer was lost may ask again with the refresh token of before, this long. */
const SECOND_CHANCE_MS = 30 * second
/** A session that has ended is shown for a while, and then forgotten. */
const KEPT_AFTER_END_MS = 30 * day

export interface OpenedSession {
  sessionId: string
  generation: number
  /** For the browser's cookie; we keep only its digest. */
  cookie: string
}

export async function openSession(
  tx: Tx,
  userId: string,
  caller: Caller,
  lifeMs: number,
): Promise<OpenedSession> {
  const sessionId = newId()
  const cookie = newSecret(24)
  const row = {
    id: sessionId,
    user_id: userId,
    generation: 1,
    cookie_digest: digest(cookie),
    user_agent: caller.userAgent,
    address: caller.address,
    created_at: tx.at,
    used_at: tx.at,
    expires_at: tx.at + lifeMs,
    revoked_at: null,
  }
  await tx.db.insertInto('sessions').values(row).execute()
  const body = { session: { id: sessionId, user_agent: caller.userAgent, created_at: tx.at } }
  append(tx, { stream: userStream(userId), kind: 'session.opened', actorId: userId, body, about: userId })
  return { sessionId, generation: 1, cookie }
}

/**
 * The next refresh token for one that was good until now. One that was replaced before has been stolen, from us or
 * from the client: nobody can tell which of the two holds the right one, so the session ends.
 * Answers undefined when it has ended.
 * @throws Problem unauthenticated
 */
export async function refreshSession(tx: Tx, sessionId: string, generation: number, lifeMs: number) {
  const query = tx.db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .selectAll('sessions')
    .where('sessions.id', '=', sessionId)
    .where('sessions.revoked_at', 'is', null)
    .where('sessions.expires_at', '>', tx.at)
    .where('users.state', '=', 'active')
  const session = await lock(tx.dialect, query).executeTakeFirst()
  if (!session) throw new Problem('unauthenticated', 'The session has ended')
  const userId = session.user_id
  const isRetry = generation === session.generation - 1 && tx.at - session.used_at < SECOND_CHANCE_MS
  if (isRetry) return { userId, generation: session.generation }
  if (generation !== session.generation) {
    await revokeSessions(tx, userId, [sessionId], 'reused')
    return undefined
  }
  await tx.db
    .updateTable('sessions')
    .set({ generation: generation + 1, used_at: tx.at, expires_at: tx.at + lifeMs })
    .where('id', '=', sessionId)
    .execute()
  return { userId, generation: generation + 1 }
}

export type RevokeReason =
  | 'logout'
  | 'revoked'
  | 'exchanged'
  | 'reused'
  | 'password'
  | 'suspended'
  | 'archived'
  | 'deleted'

/** What goes on in place of a session that has ended. */
export interface Successor {
  session_id: string
  /** UTC milliseconds: until when what was open with the other may stay open. */
  expires_at: number
}

/** Ends sessions. Every process hears of it in the log and cuts their sockets and streams. */
export async function revokeSessions(
  tx: Tx,
  userId: string,
  sessionIds: string[],
  reason: RevokeReason,
  successor?: Successor,
): Promise<void> {
  if (sessionIds.length === 0) return
  await tx.db
    .updateTable('sessions')
    .set({ revoked_at: tx.at })
    .where('user_id', '=', userId)
    .where('id', 'in', sessionIds)
    .where('revoked_at', 'is', null)
    .execute()
  const body = { session_ids: sessionIds, reason, ...(successor && { successor }) }
  append(tx, { stream: userStream(userId), kind: 'session.revoked', actorId: userId, body })
}

/** Ends one of my sessions. @throws Problem not_found */
export async function revokeSession(
  tx: Tx,
  userId: string,
  sessionId: string,
  reason: RevokeReason,
): Promise<void> {
  const live = await liveSessionIds(tx, userId)
  if (!live.includes(sessionId)) throw notFound('session')
  await revokeSessions(tx, userId, [sessionId], reason)
}

/** Ends the session that I am using. @throws Problem unauthenticated when it has ended meanwhile */
export async function logOut(tx: Tx, { id, sessionId }: Pick<Actor, 'id' | 'sessionId'>): Promise<void> {
  await requireLive(tx, id, sessionId)
  await revokeSessions(tx, id, [sessionId], 'logout')
}

/** Of two who come with the same token at once, in whatever process, the second finds it ended. */
async function requireLive(tx: Tx, userId: string, sessionId: string): Promise<void> {
  const query = tx.db
    .selectFrom('sessions')
    .select('id')
    .where('id', '=', sessionId)
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', tx.at)
  const session = await lock(tx.dialect, query).executeTakeFirst()
  if (!session) throw new Problem('unauthenticated', 'The session has ended')
}

/**
 * Ends one of my sessions and opens another in its place, whose tokens are good for so long. What is open with the one
 * stays open as the other's, for who exchanges his token does not connect anew.
 * @throws Problem unauthenticated when it has ended meanwhile
 */
export async function exchangeSession(
  tx: Tx,
  { id: userId, sessionId }: Pick<Actor, 'id' | 'sessionId'>,
  caller: Caller,
  { sessionMs, tokenMs }: { sessionMs: number; tokenMs: number },
): Promise<OpenedSession> {
  await requireLive(tx, userId, sessionId)
  const opened = await openSession(tx, userId, caller, sessionMs)
  const successor = { session_id: opened.sessionId, expires_at: tx.at + tokenMs }
  await revokeSessions(tx, userId, [sessionId], 'exchanged', successor)
  return opened
}

/** Ends all sessions of a user but, if given, one. Answers how many. */
export async function revokeOthers(tx: Tx, userId: string, kept: string | undefined, reason: RevokeReason) {
  const others = (await liveSessionIds(tx, userId)).filter((id) => id !== kept)
  await revokeSessions(tx, userId, others, reason)
  return others.length
}

/**
 * Ends all sessions of an account that is no more. Also those that had ended are named once more: what the log said
 * of them has just been blanked, perhaps before another process has read it.
 */
export async function revokeAll(tx: Tx, userId: string): Promise<void> {
  const rows = await tx.db.selectFrom('sessions').select('id').where('user_id', '=', userId).execute()
  const session_ids = rows.map((row) => row.id)
  await tx.db
    .updateTable('sessions')
    .set({ revoked_at: tx.at, user_agent: '', address: '' })
    .where('user_id', '=', userId)
    .execute()
  const body = { session_ids, reason: 'deleted' satisfies RevokeReason }
  append(tx, { stream: userStream(userId), kind: 'session.revoked', actorId: userId, body })
}

async function liveSessionIds(tx: Tx, userId: string): Promise<string[]> {
  const rows = await tx.db
    .selectFrom('sessions')
    .select('id')
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', tx.at)
    .execute()
  return rows.map((row) => row.id)
}

/** Forgets sessions that ended long ago, stale tickets and old failures to log in. */
export async function forgetEnded({ db, at }: Tx): Promise<void> {
  const before = at - KEPT_AFTER_END_MS
  await db
    .deleteFrom('sessions')
    .where((is) => is.or([is('expires_at', '<', before), is('revoked_at', '<', before)]))
    .execute()
  await db.deleteFrom('stream_tickets').where('expires_at', '<', at).execute()
  await db.deleteFrom('login_failures').where('failed_at', '<', before).execute()
}
