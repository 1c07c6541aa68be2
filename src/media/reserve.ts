import { day } from '../clock.ts'
import type { Config } from '../config.ts'
import type { Tx } from '../db/commit.ts'
import { newId } from '../id.ts'
import { Problem } from '../problem.ts'
import { lockActive } from '../users/user.ts'
import { cleanName } from './file-name.ts'
import { ANYTHING } from './formats/sniff.ts'
import type { Media } from './media.ts'
import { requireRoom, usedBytes } from './quota.ts'

/** An upload that is not gone on with for so long is forgotten. */
export const UPLOAD_MS = day
const MOST_AT_A_TIME = 100

export interface Announced {
  name: string
  /** How long it will be; undefined where nobody knows yet. */
  bytes: number | undefined
}

/** The most that any upload may have, whatever it turns out to be. */
export const mostBytes = ({ maxMediaBytes }: Pick<Config, 'maxMediaBytes'>) =>
  Math.max(...Object.values(maxMediaBytes))

/**
 * Notes down that somebody is about to upload something, and keeps room for it: so there is no file without a row.
 * @throws Problem invalid for nothing, too_large, too_many
 */
export async function reserve(tx: Tx, ownerId: string, announced: Announced, config: Config): Promise<Media> {
  await lockActive(tx, ownerId)
  const used = await usedBytes(tx.db, ownerId)
  const quota = config.mediaQuotaBytes
  const most = mostBytes(config)
  const left = quota === 0 ? most : Math.min(most, Math.max(0, quota - used))
  const bytes = announced.bytes ?? left
  if (announced.bytes === 0) throw new Problem('invalid', 'There is nothing in the file')
  if (bytes > most) throw new Problem('too_large', `A file must not be longer than ${most} bytes`)
  requireRoom(used, bytes, quota)
  await requireFew(tx, ownerId)
  const row: Media = {
    id: newId(),
    owner_id: ownerId,
    state: 'receiving',
    kind: 'file',
    content_type: ANYTHING,
    name: cleanName(announced.name, ANYTHING),
    bytes,
    received: 0,
    width: null,
    height: null,
    duration_ms: null,
    thumbnail_bytes: null,
    created_at: tx.at,
    expires_at: tx.at + UPLOAD_MS,
  }
  await tx.db.insertInto('media').values(row).execute()
  return row
}

async function requireFew({ db }: Tx, ownerId: string): Promise<void> {
  const begun = await db
    .selectFrom('media')
    .select('id')
    .where('owner_id', '=', ownerId)
    .where('state', '=', 'receiving')
    .limit(MOST_AT_A_TIME)
    .execute()
  if (begun.length >= MOST_AT_A_TIME)
    throw new Problem(
      'too_many',
      `You have begun ${MOST_AT_A_TIME} uploads; finish or remove some of them first`,
    )
}
