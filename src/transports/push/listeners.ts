import type { Tx } from '../../db/commit.ts'

/** A device of somebody who hears a stream, and the window in which he does. */
export interface Listener {
  stream: string
  device_id: string
  user_id: string
  session_id: string
  /** Since when it is registered: of what was said before, it knows by itself. */
  created_at: number
  from_seq: number
  until_seq: number | null
}

/** The devices on which these streams are heard, by stream; also by who has left since an entry of that range. */
export async function findListeners(
  { db, at }: Tx,
  streams: string[],
  fromSeq: number,
): Promise<Map<string, Listener[]>> {
  if (streams.length === 0) return new Map()
  const rows = await db
    .selectFrom('follows')
    .innerJoin('devices', 'devices.user_id', 'follows.user_id')
    .innerJoin('sessions', 'sessions.id', 'devices.session_id')
    .select(['follows.stream', 'follows.from_seq', 'follows.until_seq'])
    .select(['devices.id as device_id', 'devices.user_id', 'devices.session_id', 'devices.created_at'])
    .where('follows.stream', 'in', streams)
    .where((is) => is.or([is('follows.until_seq', 'is', null), is('follows.until_seq', '>=', fromSeq)]))
    .where('sessions.revoked_at', 'is', null)
    .where('sessions.expires_at', '>', at)
    .execute()
  return Map.groupBy(rows, (row) => row.stream)
}

/** Who blocks one of these people, as "blocker blocked". */
export async function findBlockers({ db }: Tx, actorIds: string[]): Promise<Set<string>> {
  if (actorIds.length === 0) return new Set()
  const rows = await db
    .selectFrom('blocks')
    .select(['user_id', 'blocked_id'])
    .where('blocked_id', 'in', actorIds)
    .execute()
  return new Set(rows.map((row) => `${row.user_id} ${row.blocked_id}`))
}
