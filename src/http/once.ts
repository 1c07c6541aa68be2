import { day } from '../clock.ts'
import type { Tx } from '../db/commit.ts'
import { digest } from '../id.ts'
import { Problem } from '../problem.ts'
import type { Actor } from './house.ts'

/** What is compared when a key comes again. Whoever steals the database must not try passwords on it, so none is in it. */
export function fingerprintOf(method: string, path: string, body: unknown): string {
  const shown = JSON.stringify(body ?? null, (name, value) => (name === 'password' ? undefined : value))
  return digest(`${method} ${path} ${shown}`)
}

/**
 * Runs a verb once per user and idempotency key: the answer is kept in the same transaction as the change, and the
 * same key gives the same answer again.
 * @throws Problem key_reused when the key came with another request before
 */
export async function once(
  tx: Tx,
  actor: Actor,
  key: string,
  fingerprint: string,
  run: () => Promise<unknown>,
): Promise<unknown> {
  const before = await tx.db
    .selectFrom('idempotency_keys')
    .select(['fingerprint', 'answer'])
    .where('user_id', '=', actor.id)
    .where('key', '=', key)
    .executeTakeFirst()
  if (before) return replay(before, fingerprint)
  const answer = await run()
  const row = {
    user_id: actor.id,
    key,
    fingerprint,
    answer: JSON.stringify(answer ?? null),
    about: aboutOf(answer),
  }
  await tx.db
    .insertInto('idempotency_keys')
    .values({ ...row, created_at: tx.at })
    .execute()
  return answer
}

export function replay(before: { fingerprint: string; answer: string }, fingerprint: string): unknown {
  if (before.fingerprint === fingerprint) return JSON.parse(before.answer) ?? undefined
  throw new Problem('key_reused', 'This idempotency key came with another request before; use a new one')
}

/** An answer that shows a message, or an event, is forgotten with it. */
function aboutOf(answer: unknown): string | null {
  const shown = answer as { id?: string; chat_id?: string; last_message?: { id: string } | null } | undefined
  return shown?.last_message?.id ?? (shown && 'chat_id' in shown && shown.id ? shown.id : null)
}

const KEPT_MS = 7 * day

/** Forgets keys that nobody will come back with. */
export async function forgetKeys({ db, at }: Tx): Promise<void> {
  await db
    .deleteFrom('idempotency_keys')
    .where('created_at', '<', at - KEPT_MS)
    .execute()
}
