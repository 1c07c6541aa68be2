import type { Kysely } from 'kysely'
import type { Schema } from '../db/schema.ts'
import { time, toPage, z } from '../http/schemas.ts'
import { MediaInfo, toMediaInfo } from './media.ts'
import { usedBytes } from './quota.ts'

export const MyMedia = MediaInfo.extend({
  created_at: time,
  expires_at: time
    .nullable()
    .openapi({ description: 'When it is removed, if no message holds it then; null while one does' }),
}).openapi('MyMedia')

export const MyMediaPage = z.object({
  items: z.array(MyMedia),
  next: z.string().nullable(),
  used_bytes: z.number().int().openapi({ description: 'What my media take, with what is being uploaded' }),
  quota_bytes: z.number().int().nullable().openapi({ description: 'What they may take; null: no limit' }),
})

/** What I have uploaded, the newest first. */
export async function listMedia(
  db: Kysely<Schema>,
  userId: string,
  { after, limit }: { after?: string | undefined; limit: number },
  quota: number,
): Promise<z.infer<typeof MyMediaPage>> {
  const rows = await db
    .selectFrom('media')
    .selectAll()
    .where('owner_id', '=', userId)
    .where('state', '=', 'ready')
    .$if(after !== undefined, (q) => q.where('id', '<', after!))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  const page = toPage(
    rows,
    limit,
    (row) => ({ ...toMediaInfo(row), created_at: row.created_at, expires_at: row.expires_at }),
    (row) => row.id,
  )
  return { ...page, used_bytes: await usedBytes(db, userId), quota_bytes: quota === 0 ? null : quota }
}
