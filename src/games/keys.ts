import { createHmac } from 'node:crypto'
import type { Kysely, Selectable } from 'kysely'
import type { Tx } from '../db/commit.ts'
import type { GameKeyRow, Schema } from '../db/schema.ts'
import type { Actor } from '../http/house.ts'
import { time, z } from '../http/schemas.ts'
import { newId } from '../id.ts'
import { notFound } from '../problem.ts'
import type { Secrets } from '../secrets.ts'
import { requireAdmin } from '../users/moderate.ts'
import { lockGame } from './game.ts'

/** What may be known of a key, by admins; the secret is not part of it. */
export const GameKey = z
  .object({
    id: z.string(),
    game_id: z.string(),
    name: z.string(),
    created_by: z.string(),
    created_at: time,
    used_at: time.nullable(),
    revoked_at: time.nullable(),
  })
  .openapi('GameKey')

export type GameKey = Selectable<GameKeyRow>

/** The secret of a key follows from its id: it lies nowhere, and can be told again to nobody who may not read our own. */
export function secretOf({ gameKey }: Pick<Secrets, 'gameKey'>, keyId: string): string {
  return createHmac('sha256', gameKey).update(keyId).digest('base64url')
}

/** @throws Problem forbidden, not_found */
export async function makeKey(tx: Tx, actor: Actor, gameId: string, name: string): Promise<GameKey> {
  await requireAdmin(tx, actor)
  await lockGame(tx, gameId)
  const key = {
    id: newId(),
    game_id: gameId,
    name,
    created_by: actor.id,
    created_at: tx.at,
    used_at: null,
    revoked_at: null,
  }
  await tx.db.insertInto('game_keys').values(key).execute()
  return key
}

/** From now on nothing that is signed by it is taken. @throws Problem forbidden, not_found */
export async function revokeKey(tx: Tx, actor: Actor, keyId: string): Promise<void> {
  await requireAdmin(tx, actor)
  const keys = tx.db.selectFrom('game_keys').select('revoked_at').where('id', '=', keyId)
  const key = await keys.executeTakeFirst()
  if (!key) throw notFound('key')
  if (key.revoked_at !== null) return
  await tx.db.updateTable('game_keys').set({ revoked_at: tx.at }).where('id', '=', keyId).execute()
}

/** All keys, the newest first. @throws Problem forbidden */
export async function listKeys(db: Kysely<Schema>, actor: Actor): Promise<GameKey[]> {
  await requireAdmin({ db }, actor)
  return db.selectFrom('game_keys').selectAll().orderBy('id', 'desc').limit(1000).execute()
}
