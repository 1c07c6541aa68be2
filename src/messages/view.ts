import { type Kysely, sql } from 'kysely'
import type { Schema } from '../db/schema.ts'
import { z } from '../http/schemas.ts'
import { mediaOf, messageHolder } from '../media/attach.ts'
import { Message, type MessageRecord, mentionsOf, messageOf, toMessage } from './message.ts'

const ReactionCount = z.object({
  emoji: z.string(),
  count: z.number().int(),
  mine: z.boolean().openapi({ description: 'Is one of them mine?' }),
})
type ReactionCount = z.infer<typeof ReactionCount>

/** A message as one of the members sees it. */
export const MessageView = Message.extend({ reactions: z.array(ReactionCount) }).openapi('MessageView')
export type MessageView = z.infer<typeof MessageView>

/** One message as I see it. @throws Problem not_found */
export async function viewMessage(
  db: Kysely<Schema>,
  userId: string,
  chatId: string,
  messageId: string,
): Promise<MessageView> {
  const { row } = await messageOf(db, userId, chatId, messageId)
  const [view] = await viewAll(db, userId, [row])
  return view!
}

/** The views of any number of messages, in as many queries as of one. */
export async function viewAll(
  db: Kysely<Schema>,
  userId: string,
  rows: MessageRecord[],
): Promise<MessageView[]> {
  const ids = rows.map((row) => row.id)
  const mentions = await mentionsOf(db, ids)
  const media = await mediaOf(db, ids.map(messageHolder))
  const reactions = await reactionsOf(db, userId, ids)
  return rows.map((row) => ({
    ...toMessage(row, mentions.get(row.id) ?? [], media.get(messageHolder(row.id)) ?? []),
    reactions: reactions.get(row.id) ?? [],
  }))
}

/** How often each emoji was given to each of these messages, the first given first. */
export async function reactionsOf(db: Kysely<Schema>, userId: string, messageIds: string[]) {
  const found = new Map<string, ReactionCount[]>()
  if (messageIds.length === 0) return found
  const rows = await db
    .selectFrom('reactions')
    .select(['message_id', 'emoji', sql<number>`count(*)`.as('many')])
    .select(sql<number>`sum(case when user_id = ${userId} then 1 else 0 end)`.as('mine'))
    .where('message_id', 'in', messageIds)
    .groupBy(['message_id', 'emoji'])
    .orderBy(sql`min(created_at)`)
    .orderBy('emoji')
    .execute()
  for (const { message_id, emoji, many, mine } of rows) {
    const counts = found.get(message_id) ?? []
    counts.push({ emoji, count: many, mine: mine > 0 })
    found.set(message_id, counts)
  }
  return found
}
