import { type Endpoint, endpoint } from '../http/endpoint.ts'
import type { Actor, House } from '../http/house.ts'
import { clientId, id, z } from '../http/schemas.ts'
import { Message, messageText } from './message.ts'
import { sendAll } from './send.ts'

const tag = 'messages'

export const MessageDraft = z.strictObject({
  text: messageText,
  reply_to_id: id.optional(),
  client_id: clientId,
})

/** Sends one message, together with all that wait at this moment. For HTTP and sockets alike. */
export function sendOne(
  house: House,
  actor: Actor,
  chatId: string,
  draft: z.output<typeof MessageDraft>,
  key: string | undefined,
): Promise<Message> {
  return house.commit.join(sendAll, {
    actor,
    chatId,
    text: draft.text,
    replyToId: draft.reply_to_id ?? null,
    clientId: key ?? null,
  }) as Promise<Message>
}

export const messageRoutes: Endpoint[] = [
  endpoint({
    method: 'post',
    path: '/api/v1/chats/{chat}/messages',
    tag,
    summary: 'Send a message',
    params: z.object({ chat: id }),
    body: MessageDraft,
    answer: Message,
    status: 201,
    run: (house, { actor, params, body, key }) => sendOne(house, actor, params.chat, body, key),
  }),
]
