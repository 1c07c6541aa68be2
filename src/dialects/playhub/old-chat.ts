import type { Kysely } from 'kysely'
import { memberIdsOf } from '../../chats/members.ts'
import type { ChatView } from '../../chats/view.ts'
import type { Schema } from '../../db/schema.ts'
import { z } from '../../http/schemas.ts'
import type { Message } from '../../messages/message.ts'

/** A chat as these clients know it. */
export const OldChat = z
  .object({
    _id: z.string(),
    name: z.string(),
    Users: z.array(z.string()),
    Messages: z.array(z.string()).openapi({ description: 'Ids; in lists only that of the newest' }),
    isGroup: z.boolean().openapi({ description: 'Are there more than two in it?' }),
    created_at: z.string().openapi({ description: 'ISO 8601' }),
  })
  .openapi('PlayhubChat', {
    example: {
      _id: '019a4c2e-7d10-7000-8000-5a1c0b7e4d22',
      name: 'bob',
      Users: ['019a4c2e-7d10-7000-8000-5a1c0b7e4d21', '019a4c2e-7d10-7000-8000-5a1c0b7e4d23'],
      Messages: [],
      isGroup: false,
      created_at: '2027-07-14T09:00:00.000Z',
    },
  })

export type OldChat = z.infer<typeof OldChat>

/** Chats of mine, with who is in them. Without their messages, each has the newest only. */
export async function toOldChats(
  db: Kysely<Schema>,
  chats: ChatView[],
  messages?: { id: string }[],
): Promise<OldChat[]> {
  const members = await memberIdsOf(
    db,
    chats.map(({ id }) => id),
  )
  return chats.map(({ id, title, peer, last_message, member_count, created_at }) => ({
    _id: id,
    name: peer?.username ?? title,
    Users: members.get(id) ?? [],
    Messages: (messages ?? (last_message ? [last_message] : [])).map((message) => message.id),
    isGroup: member_count > 2,
    created_at: new Date(created_at).toISOString(),
  }))
}

/** A message as these clients know it: the earlier ones by `message` and `user_id`, the later ones by the rest. */
export const OldMessage = z
  .object({
    _id: z.string(),
    content: z.string(),
    message: z.string(),
    Sender: z.string(),
    user_id: z.string(),
    username: z.string(),
    Receiver: z.string().nullable().openapi({ description: 'The other one of two; null in a group' }),
    Chat: z.string(),
    created_at: z.string().openapi({ description: 'ISO 8601' }),
    edited_at: z.string().optional(),
    position: z.number().int().openapi({ description: 'Its place in the chat: 1, 2, 3 …' }),
  })
  .openapi('PlayhubMessage', {
    example: {
      _id: '019a4c2e-7d10-7000-8000-5a1c0b7e4d24',
      content: 'Salut !',
      message: 'Salut !',
      Sender: '019a4c2e-7d10-7000-8000-5a1c0b7e4d21',
      user_id: '019a4c2e-7d10-7000-8000-5a1c0b7e4d21',
      username: 'alice',
      Receiver: null,
      Chat: '019a4c2e-7d10-7000-8000-5a1c0b7e4d22',
      created_at: '2027-07-14T09:00:00.000Z',
      position: 1,
    },
  })

export type OldMessage = z.infer<typeof OldMessage>

/** The words of a message; of one that has none, the names of its files. */
export function wordsOf({ text, media }: Pick<Message, 'text' | 'media'>): string {
  return text === '' ? media.map(({ name }) => name).join(', ') : text
}

export function toOldMessage(message: Message, username: string, receiverId: string | null): OldMessage {
  const { id, sender_id, chat_id, created_at, edited_at, position } = message
  const words = wordsOf(message)
  return {
    _id: id,
    content: words,
    message: words,
    Sender: sender_id,
    user_id: sender_id,
    username,
    Receiver: receiverId,
    Chat: chat_id,
    created_at: new Date(created_at).toISOString(),
    ...(edited_at === null ? {} : { edited_at: new Date(edited_at).toISOString() }),
    position,
  }
}
