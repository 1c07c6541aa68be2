import type { Selectable } from 'kysely'
import type { MediaRow } from '../db/schema.ts'
import { z } from '../http/schemas.ts'

/** What everybody who may see a medium is told of it. */
export const MediaInfo = z
  .object({
    id: z.string(),
    kind: z.enum(['image', 'video', 'audio', 'file']),
    content_type: z.string().openapi({ description: 'What its bytes say, whatever the sender said' }),
    name: z.string().openapi({ description: 'The name of a file to keep it under' }),
    bytes: z.number().int(),
    width: z.number().int().nullable(),
    height: z.number().int().nullable(),
    duration_ms: z.number().int().nullable(),
    has_thumbnail: z.boolean(),
  })
  .openapi('Media')

export type MediaInfo = z.infer<typeof MediaInfo>
export type Media = Selectable<MediaRow>

export function toMediaInfo(row: Omit<Media, 'owner_id' | 'state' | 'received'>): MediaInfo {
  const { id, kind, content_type, name, bytes, width, height, duration_ms } = row
  return {
    id,
    kind,
    content_type,
    name,
    bytes,
    width,
    height,
    duration_ms,
    has_thumbnail: row.thumbnail_bytes !== null,
  }
}
