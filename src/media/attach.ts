import { type Kysely, type RawBuilder, sql } from 'kysely'
import { day } from '../clock.ts'
import type { Tx } from '../db/commit.ts'
import { lock } from '../db/dialect.ts'
import { insertAll } from '../db/insert.ts'
import type { Schema } from '../db/schema.ts'
import { Problem } from '../problem.ts'
import { type Media, type MediaInfo, toMediaInfo } from './media.ts'

/** Of one message. */
export const MOST_MEDIA = 10
/** So long a medium is kept that nothing holds: for whoever has uploaded it and is still writing. */
export const UNHELD_MS = day
const MOST_AT_ONCE = 500

export const messageHolder = (messageId: string) => `message:${messageId}`
export const scheduledHolder = (scheduledId: string) => `scheduled:${scheduledId}`

/** What somebody wants to send along. */
export interface Attaching {
  ownerId: string
  mediaIds: readonly string[]
}

/**
 * The media that these people may attach, by owner and id. Nobody collects them before this transaction ends. One query
 * for all; none where there is nothing to attach.
 */
export async function findAttachable(tx: Tx, wanted: Attaching[]): Promise<Map<string, Media>> {
  const ids = [...new Set(wanted.flatMap((one) => one.mediaIds))].sort()
  if (ids.length === 0) return new Map()
  const query = tx.db
    .selectFrom('media')
    .selectAll()
    .where('id', 'in', ids)
    .where('state', '=', 'ready')
    .orderBy('id')
  const rows = await lock(tx.dialect, query).execute()
  return new Map(rows.map((row) => [`${row.owner_id} ${row.id}`, row]))
}

/** The media of one draft among those, in its order. @throws Problem invalid when one is not there, not his, or not ready */
export function pickAttachable(found: Map<string, Media>, { ownerId, mediaIds }: Attaching): MediaInfo[] {
  if (mediaIds.length > MOST_MEDIA)
    throw new Problem('invalid', `body.media_ids: a message can have ${MOST_MEDIA} media`)
  return mediaIds.map((id) => {
    const row = found.get(`${ownerId} ${id}`)
    if (!row)
      throw new Problem('invalid', 'body.media_ids: no such medium of yours, or it is not uploaded yet')
    return toMediaInfo(row)
  })
}

/** @throws Problem invalid for media that are not his, not ready, or too many */
export async function requireMedia(
  tx: Tx,
  ownerId: string,
  mediaIds: readonly string[],
): Promise<MediaInfo[]> {
  return pickAttachable(await findAttachable(tx, [{ ownerId, mediaIds }]), { ownerId, mediaIds })
}

/** From here on these media are held, until they are let go. */
export function pin(tx: Tx, holder: string, mediaIds: readonly string[]): Promise<void> {
  return pinAll(tx, [{ holder, mediaIds }])
}

/** The same for many. Without media it asks nothing of the database. */
export async function pinAll(
  { db }: Tx,
  pins: { holder: string; mediaIds: readonly string[] }[],
): Promise<void> {
  const rows = pins.flatMap(({ holder, mediaIds }) =>
    mediaIds.map((media_id, place) => ({ holder, media_id, place })),
  )
  if (rows.length === 0) return
  await insertAll(db, 'media_pins', rows)
  const ids = [...new Set(rows.map((row) => row.media_id))].sort()
  for (let from = 0; from < ids.length; from += MOST_AT_ONCE)
    await db
      .updateTable('media')
      .set({ expires_at: null })
      .where('id', 'in', ids.slice(from, from + MOST_AT_ONCE))
      .where('expires_at', 'is not', null)
      .execute()
}

/** Lets go what this holds. What nothing else holds is collected a day later. */
export function unpin(tx: Tx, holder: string): Promise<void> {
  return unpinAll(tx, sql<string>`(${holder})`)
}

/** The same for all messages of a chat. */
export function unpinChat(tx: Tx, chatId: string): Promise<void> {
  return unpinAll(
    tx,
    sql<string>`(select concat(${sql.lit(messageHolder(''))}, id) from messages where chat_id = ${chatId})`,
  )
}

async function unpinAll(tx: Tx, holders: RawBuilder<string>): Promise<void> {
  const rows = await tx.db
    .selectFrom('media_pins')
    .select('media_id')
    .where('holder', 'in', holders)
    .distinct()
    .orderBy('media_id')
    .execute()
  if (rows.length === 0) return
  await tx.db.deleteFrom('media_pins').where('holder', 'in', holders).execute()
  await letGo(
    tx,
    rows.map((row) => row.media_id),
  )
}

async function letGo({ db, at }: Tx, ids: string[]): Promise<void> {
  for (let from = 0; from < ids.length; from += MOST_AT_ONCE)
    await db
      .updateTable('media')
      .set({ expires_at: at + UNHELD_MS })
      .where('id', 'in', ids.slice(from, from + MOST_AT_ONCE))
      .where('state', '=', 'ready')
      .where((is) => is.not(is.exists(pinsOf(db))))
      .execute()
}

/** What holds a medium. For a query over `media`. */
export function pinsOf(db: Kysely<Schema>) {
  return db
    .selectFrom('media_pins')
    .select('media_pins.place')
    .whereRef('media_pins.media_id', '=', sql.ref('media.id'))
}

/** What each of these holds, in order. None asked for, none looked for. */
export async function mediaOf(db: Kysely<Schema>, holders: string[]): Promise<Map<string, MediaInfo[]>> {
  const found = new Map<string, MediaInfo[]>()
  if (holders.length === 0) return found
  const rows = await db
    .selectFrom('media_pins')
    .innerJoin('media', 'media.id', 'media_pins.media_id')
    .selectAll('media')
    .select('media_pins.holder')
    .where('media_pins.holder', 'in', holders)
    .orderBy('media_pins.holder')
    .orderBy('media_pins.place')
    .execute()
  for (const { holder, ...row } of rows) {
    const its = found.get(holder)
    if (its) its.push(toMediaInfo(row))
    else found.set(holder, [toMediaInfo(row)])
  }
  return found
}
