import { z } from '../../http/schemas.ts'
import type { Message } from '../../messages/message.ts'

/** A message as these clients know it. */
export const Said = z
  .object({
    id: z.number().int(),
    from: z.number().int(),
    to: z.number().int(),
    date_created: z.string().openapi({ description: 'ISO 8601' }),
    body: z.string(),
  })
  .openapi('ChatappMessage', {
    example: { id: 1042, from: 7, to: 12, date_created: '2027-07-14T09:00:00.000Z', body: 'Hello' },
  })

export type Said = z.infer<typeof Said>

/** Of what has no words the names of its files are shown. `fromTo` are the numbers of the two. */
export function toSaid(
  { number, text, media, created_at }: Pick<Message, 'number' | 'text' | 'media' | 'created_at'>,
  [from, to]: [from: number, to: number],
): Said {
  const body = text === '' ? (media ?? []).map(({ name }) => name).join(', ') : text
  return { id: number, from, to, date_created: new Date(created_at).toISOString(), body }
}
