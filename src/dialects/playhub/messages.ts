import { change, type Endpoint, endpoint } from '../../http/endpoint.ts'
import { wholeNumber, z } from '../../http/schemas.ts'
import { deleteMessage } from '../../messages/delete.ts'
import { edit } from '../../messages/edit.ts'
import { listMessages } from '../../messages/list.ts'
import { spokenText } from '../../messages/message.ts'

import { chatOfMessage } from '../../messages/numbered.ts'
import { sendOne } from '../../messages/routes.ts'
import type { Room } from '../dialect.ts'
import { id } from './id.ts'
import { OldMessage, toOldMessage } from './old-chat.ts'

const tag = 'playhub'
const chatId = '019a4c2e-7d10-7000-8000-5a1c0b7e4d22'
const messageId = '019a4c2e-7d10-7000-8000-5a1c0b7e4d24'
const said = { message: spokenText.nullish(), content: spokenText.nullish() }
const saysIt = ({ message, content }: { message?: unknown; content?: unknown }) => !!(content ?? message)
const unsaid = 'attendu : le texte, dans `message` ou `content`'

const Sending = z
  .object({ chat_id: id.nullish(), Chat: id.nullish(), ...said })
  .refine(saysIt, unsaid)
  .refine(({ chat_id, Chat }) => chat_id ?? Chat, 'attendu : l’id d’un chat, dans `chat_id`')
  .openapi({
    description: 'Who sends it is known by the token, whatever else is named',
    example: { chat_id: chatId, message: 'Salut !' },
  })

const Sent = z.object({ message: z.string(), message_id: z.string(), chat_id: z.string() }).openapi({
  example: { message: 'Message envoyé.', message_id: messageId, chat_id: chatId },
})

const Done = z.object({ message: z.string() })

export function messageCalls({ people }: Room): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/chat/messages/{chat}',
      tag,
      summary: 'The messages of a chat of mine, the oldest first',
      params: z.object({ chat: id }),
      query: z.object({
        before: wholeNumber(0, 999_999_999_999_999)
          .optional()
          .openapi({ description: 'The `position` of a message: only what is older' }),
        limit: wholeNumber(1, 1000).default(500),
      }),
      answer: z.object({ messages: z.array(OldMessage) }),
      async run({ db }, { actor, params, query }) {
        const { items } = await listMessages(db.reader, actor.id, params.chat, query)
        const shown = items.filter(({ deleted }) => !deleted)
        const peer = await people.peer(params.chat, actor.id)
        const names = new Map<string, string | undefined>()
        for (const id of new Set(shown.map(({ sender_id }) => sender_id)))
          names.set(id, (await people.person(id))?.username)
        return {
          messages: shown.map((one) => {
            const receiver = one.sender_id === peer ? actor.id : peer
            return toOldMessage(one, names.get(one.sender_id) ?? '', receiver ?? null)
          }),
        }
      },
    }),
    ...changes,
  ]
}

const changes: Endpoint[] = [
  endpoint({
    method: 'post',
    path: '/chat/send_message',
    tag,
    summary: 'Say something in a chat of mine',
    body: Sending,
    answer: Sent,
    async run(house, { actor, body, key }) {
      const text = (body.content ?? body.message)!
      const sent = await sendOne(house, actor, (body.chat_id ?? body.Chat)!, { text }, key)
      return { message: 'Message envoyé.', message_id: sent.id, chat_id: sent.chat_id }
    },
  }),
  change({
    method: 'put',
    path: '/chat/edit_message',
    tag,
    summary: 'Put other words into a message of mine',
    body: z
      .object({ message_id: id, ...said })
      .refine(saysIt, unsaid)
      .openapi({ example: { message_id: messageId, content: 'Salut à tous !' } }),
    answer: Done.openapi({ example: { message: 'Message modifié.' } }),
    async change(tx, { actor, body: { message_id, content, message } }) {
      const chat = await chatOfMessage(tx.db, actor.id, message_id)
      await edit(tx, actor, { chat, message: message_id }, (content ?? message)!)
      return { message: 'Message modifié.' }
    },
  }),
  change({
    method: 'delete',
    path: '/chat/delete_message',
    tag,
    summary: 'Delete a message for everybody',
    description: 'Its sender may, and admins of a group.',
    body: z.object({ message_id: id }).openapi({ example: { message_id: messageId } }),
    answer: Done.openapi({ example: { message: 'Message supprimé.' } }),
    async change(tx, { actor, body: { message_id } }) {
      const chat = await chatOfMessage(tx.db, actor.id, message_id)
      await deleteMessage(tx, actor, { chat, message: message_id })
      return { message: 'Message supprimé.' }
    },
  }),
]
