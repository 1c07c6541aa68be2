import { createHmac } from 'node:crypto'
import { minute } from '../clock.ts'
import type { Tx } from '../db/commit.ts'
import { lock } from '../db/dialect.ts'
import { check } from '../http/check.ts'
import { id, text, z } from '../http/schemas.ts'
import { isId, sameSecret } from '../id.ts'
import { notFound, Problem } from '../problem.ts'
import type { Secrets } from '../secrets.ts'
import { lockGame } from './game.ts'
import { secretOf } from './keys.ts'
import { type Recorded, recordResult } from './record-result.ts'
import { endings, worth } from './score.ts'

const MOST_PLAYERS = 100
const MOST_POINTS_AT_ONCE = 1_000_000_000

/** A result may be on its way for so long, and clocks may differ by so much. */
export const WINDOW_MS = 5 * minute

/** What a game that runs elsewhere says has happened. */
export const SignedResult = z.strictObject({
  result_id: text(100, 1).openapi({ description: 'What the game calls this result. Each is counted once.' }),
  players: z
    .array(
      z.strictObject({
        user_id: id,
        result: z.enum(endings),
        points: z
          .number()
          .int()
          .min(0)
          .max(MOST_POINTS_AT_ONCE)
          .optional()
          .openapi({ description: '100 for a win, 50 for a draw and 0 for a loss, if nothing is said' }),
      }),
    )
    .min(1)
    .max(MOST_PLAYERS),
})

export const signing = z.object({
  'Parley-Game-Key': z.string().openapi({ description: 'The id of the key' }),
  'Parley-Timestamp': z.string().openapi({ description: 'Now, in UTC milliseconds' }),
  'Parley-Signature': z.string().openapi({
    description: 'HMAC-SHA256 of the timestamp, a full stop and the body, under the secret, in hexadecimal',
  }),
})

/** A request as it came in, before it is known whether to believe it. */
export interface Letter {
  keyId: string
  timestamp: string
  signature: string
  body: Uint8Array
}

/**
 * Writes down a result that is signed by a key of its game, once for each `result_id`.
 * @throws Problem unauthenticated, invalid, not_found for players, conflict
 */
export async function recordSigned(tx: Tx, secrets: Secrets, letter: Letter): Promise<Recorded> {
  const key = await keyOf(tx, secrets, letter)
  const { result_id, players } = readBody(letter.body)
  const ids = players.map((player) => player.user_id)
  if (new Set(ids).size < ids.length) throw new Problem('invalid', 'body.players: each of them once')
  const game = await lockGame(tx, key.game_id)
  await requireActive(tx, ids)
  const parts = players.map(({ user_id, result, points }) => ({
    userId: user_id,
    ending: result,
    points: points ?? worth[result],
  }))
  const recorded = await recordResult(tx, game, `key:${result_id}`, parts)
  await tx.db.updateTable('game_keys').set({ used_at: tx.at }).where('id', '=', key.id).execute()
  return recorded
}

export function sign(secret: string, timestamp: string, body: Uint8Array | string): string {
  return createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex')
}

/** One answer for every key that is none, and every signature that is wrong. @throws Problem unauthenticated */
async function keyOf(tx: Tx, secrets: Secrets, { keyId, timestamp, signature, body }: Letter) {
  const expected = sign(secretOf(secrets, keyId), timestamp, body)
  const keys = tx.db.selectFrom('game_keys').select(['id', 'game_id', 'revoked_at']).where('id', '=', keyId)
  const key = isId(keyId) ? await lock(tx.dialect, keys).executeTakeFirst() : undefined
  if (!sameSecret(signature, expected) || !key || key.revoked_at !== null)
    throw new Problem('unauthenticated', 'This is not signed by a key that is good here')
  if (!/^\d{13,15}$/.test(timestamp) || Math.abs(Number(timestamp) - tx.at) > WINDOW_MS)
    throw new Problem('unauthenticated', 'Parley-Timestamp must be now, in UTC milliseconds')
  return key
}

/** @throws Problem invalid */
function readBody(body: Uint8Array): z.infer<typeof SignedResult> {
  let read: unknown
  try {
    read = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    throw new Problem('invalid', 'The body is not valid JSON')
  }
  return check(SignedResult, read, 'body')
}

/** @throws Problem not_found */
async function requireActive({ db }: Tx, ids: string[]): Promise<void> {
  const users = await db
    .selectFrom('users')
    .select('id')
    .where('id', 'in', ids)
    .where('state', '=', 'active')
    .execute()
  if (users.length < ids.length) throw notFound('user')
}
