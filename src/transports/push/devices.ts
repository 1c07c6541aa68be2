import type { Kysely } from 'kysely'
import type { Tx } from '../../db/commit.ts'
import type { DeviceKind, DeviceRow, Language, Schema } from '../../db/schema.ts'
import type { Actor } from '../../http/house.ts'
import { digest, newId } from '../../id.ts'
import { notFound } from '../../problem.ts'
import { lockActive } from '../../users/user.ts'
import type { SubscriptionKeys } from './encrypt.ts'

/** What a session says of the device on which it runs. */
export interface Registration {
  kind: DeviceKind
  address: string
  keys: SubscriptionKeys | null
  app: string | null
  language: Language | null
  showsText: boolean
}

/** Of one user. Whoever registers another loses the one that has been quiet for longest. */
const MOST_DEVICES = 30
const MOST_AT_ONCE = 500

/**
 * From now on this session is reached there. An address that another session had is this one's: a phone has changed
 * hands, or somebody has signed in anew.
 */
export async function registerDevice(tx: Tx, actor: Actor, its: Registration): Promise<DeviceRow> {
  await lockActive(tx, actor.id)
  const address_digest = digest(`${its.kind} ${its.address}`)
  const mine = await ofSession(tx.db, actor.sessionId)
  await dropDevices(tx, await idsElsewhere(tx, address_digest, mine))
  const row: DeviceRow = {
    id: mine?.id ?? newId(),
    user_id: actor.id,
    session_id: actor.sessionId,
    kind: its.kind,
    address: its.address,
    address_digest,
    keys: its.keys && JSON.stringify(its.keys),
    app: its.app,
    language: its.language,
    shows_text: Number(its.showsText),
    created_at: mine?.created_at ?? tx.at,
    updated_at: tx.at,
  }
  if (mine) await tx.db.updateTable('devices').set(row).where('id', '=', row.id).execute()
  else {
    await makeRoom(tx, actor.id)
    await tx.db.insertInto('devices').values(row).execute()
  }
  return row
}

/** The same device goes on under another session of the same user, who has exchanged his token. */
export async function moveDevice({ db }: Pick<Tx, 'db'>, sessionId: string, to: string): Promise<void> {
  await db.updateTable('devices').set({ session_id: to }).where('session_id', '=', sessionId).execute()
}

/** @throws Problem not_found */
export async function removeDevice(
  tx: Tx,
  actor: Actor,
  which: { id: string } | { session_id: string },
): Promise<void> {
  const [[column, value]] = Object.entries(which) as [['id' | 'session_id', string]]
  const row = await tx.db
    .selectFrom('devices')
    .select('id')
    .where('user_id', '=', actor.id)
    .where(column, '=', value)
    .executeTakeFirst()
  if (!row) throw notFound('device')
  await dropDevices(tx, [row.id])
}

/** My devices whose sessions live, the newest first. */
export function listDevices(db: Kysely<Schema>, userId: string, now: number) {
  return db
    .selectFrom('devices')
    .innerJoin('sessions', 'sessions.id', 'devices.session_id')
    .selectAll('devices')
    .where('devices.user_id', '=', userId)
    .where('sessions.revoked_at', 'is', null)
    .where('sessions.expires_at', '>', now)
    .orderBy('devices.created_at', 'desc')
    .execute()
}

/** Nothing is sent to these any more, not even what waits. */
export async function dropDevices({ db }: Pick<Tx, 'db'>, ids: string[]): Promise<void> {
  for (let from = 0; from < ids.length; from += MOST_AT_ONCE) {
    const some = ids.slice(from, from + MOST_AT_ONCE)
    await db.deleteFrom('devices').where('id', 'in', some).execute()
    await db.deleteFrom('notices').where('device_id', 'in', some).execute()
    await db.deleteFrom('outbox').where('recipient', 'in', some).where('channel', '=', 'push').execute()
  }
}

/** The devices of sessions that have ended. */
export async function dropDevicesOf(tx: Pick<Tx, 'db'>, sessionIds: string[]): Promise<void> {
  if (sessionIds.length === 0) return
  const rows = await tx.db.selectFrom('devices').select('id').where('session_id', 'in', sessionIds).execute()
  await dropDevices(
    tx,
    rows.map((row) => row.id),
  )
}

/** Somebody deletes his account. */
export async function dropAllDevices(tx: Pick<Tx, 'db'>, userId: string): Promise<void> {
  const rows = await tx.db.selectFrom('devices').select('id').where('user_id', '=', userId).execute()
  await dropDevices(
    tx,
    rows.map((row) => row.id),
  )
}

/** Sessions also end without anybody saying so, when nobody has come back for long. */
export async function forgetDevices(tx: Tx): Promise<void> {
  const rows = await tx.db
    .selectFrom('devices')
    .leftJoin('sessions', 'sessions.id', 'devices.session_id')
    .select('devices.id')
    .where((is) =>
      is.or([
        is('sessions.id', 'is', null),
        is('sessions.revoked_at', 'is not', null),
        is('sessions.expires_at', '<=', tx.at),
      ]),
    )
    .limit(MOST_AT_ONCE)
    .execute()
  await dropDevices(
    tx,
    rows.map((row) => row.id),
  )
}

function ofSession(db: Kysely<Schema>, sessionId: string): Promise<DeviceRow | undefined> {
  return db.selectFrom('devices').selectAll().where('session_id', '=', sessionId).executeTakeFirst()
}

async function idsElsewhere({ db }: Tx, addressDigest: string, mine: DeviceRow | undefined) {
  const rows = await db
    .selectFrom('devices')
    .select('id')
    .where('address_digest', '=', addressDigest)
    .execute()
  return rows.map((row) => row.id).filter((id) => id !== mine?.id)
}

async function makeRoom(tx: Tx, userId: string): Promise<void> {
  const rows = await tx.db
    .selectFrom('devices')
    .select('id')
    .where('user_id', '=', userId)
    .orderBy('updated_at', 'desc')
    .execute()
  await dropDevices(
    tx,
    rows.slice(MOST_DEVICES - 1).map((row) => row.id),
  )
}
