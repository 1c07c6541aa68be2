import { change, type Endpoint, endpoint } from '../http/endpoint.ts'
import type { Actor, House } from '../http/house.ts'
import { clientId, id, limit, time, version, wholeNumber, z } from '../http/schemas.ts'
import { MOST_MEDIA } from '../media/attach.ts'
import { deleteMessage } from './delete.ts'
import { edit, listEdits } from './edit.ts'
import { hide } from './hide.ts'
import { listMessages } from './list.ts'
import { isBlank, Message, messageText } from './message.ts'
import { pinRoutes } from './pin-routes.ts'
import { reactionRoutes } from './reaction-routes.ts'
import { receiptRoutes } from './receipt-routes.ts'
import { searchRoutes } from './search-routes.ts'
import { sendAll } from './send.ts'
import { MessageView, viewMessage } from './view.ts'

const tag = 'messages'
const oneChat = z.object({ chat: id })
const oneMessage = z.object({ chat: id, message: id })
const position = wholeNumber(0, 999_999_999_999_999)

/** What a message says: words, media, or both. */
export const saying = {
  text: messageText.openapi({ description: 'May be empty where there are media' }),
  media_ids: z
    .array(id)
    .max(MOST_MEDIA)
    .refine((ids) => new Set(ids).size === ids.length, 'must not name one twice')
    .optional()
    .openapi({ description: 'Media of mine, in the order in which they are shown' }),
}

const draftFields = {
  ...saying,
  reply_to_id: id.optional(),
  client_id: clientId,
}

interface Said {
  text: string
  media_ids?: string[] | undefined
}

export const saysSomething = ({ text, media_ids }: Said) => !isBlank(text) || (media_ids ?? []).length > 0
export const notBlank = { path: ['text'], message: 'must not be blank' }

export const MessageDraft = z.strictObject(draftFields).refine(saysSomething, notBlank)
/** The same for sockets, where no address says to which chat. */
export const SocketDraft = z.strictObject({ ...draftFields, chat_id: id }).refine(saysSomething, notBlank)

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
    mediaIds: draft.media_ids ?? [],
    replyToId: draft.reply_to_id ?? null,
    clientId: key ?? null,
  }) as Promise<Message>
}

/** From where to read: at most one of the three. */
const where = z
  .strictObject({
    before: position.optional(),
    after: position.optional(),
    around: position.optional(),
    limit,
  })
  .refine(
    ({ before, after, around }) => [before, after, around].filter((one) => one !== undefined).length < 2,
    'only one of before, after and around can be given',
  )

const MessagePage = z.object({
  items: z.array(MessageView),
  previous: z
    .number()
    .int()
    .nullable()
    .openapi({ description: 'Hand it in as `before` for what comes earlier; null at the beginning' }),
  next: z
    .number()
    .int()
    .nullable()
    .openapi({ description: 'Hand it in as `after` for what comes later; null at the end' }),
})

const Edit = z.object({ version, text: z.string(), written_at: time }).openapi('MessageEdit')

const main: Endpoint[] = [
  endpoint({
    method: 'post',
    path: '/api/v1/chats/{chat}/messages',
    tag,
    summary: 'Send a message',
    params: oneChat,
    body: MessageDraft,
    answer: Message,
    status: 201,
    run: (house, { actor, params, body, key }) => sendOne(house, actor, params.chat, body, key),
  }),
  endpoint({
    method: 'get',
    path: '/api/v1/chats/{chat}/messages',
    tag,
    summary: 'Messages of a chat, in order',
    description:
      'Positions are the cursors: the newest below `before`, the first above `after`, or half of them on either side of `around`. Without any of these, the newest.',
    params: oneChat,
    query: where,
    answer: MessagePage,
    run: ({ db }, { actor, params, query }) => listMessages(db.reader, actor.id, params.chat, query),
  }),
  endpoint({
    method: 'get',
    path: '/api/v1/chats/{chat}/messages/{message}',
    tag,
    summary: 'A message',
    params: oneMessage,
    answer: MessageView,
    run: ({ db }, { actor, params }) => viewMessage(db.reader, actor.id, params.chat, params.message),
  }),
  change({
    method: 'patch',
    path: '/api/v1/chats/{chat}/messages/{message}',
    tag,
    summary: 'Edit a message of mine',
    description: 'The former words are kept. The same words again change nothing. Media stay as they are.',
    params: oneMessage,
    body: z.strictObject({ text: messageText, client_id: clientId }),
    answer: Message,
    change: (tx, { actor, params, body, ifMatch }) => edit(tx, actor, params, body.text, ifMatch),
  }),
  endpoint({
    method: 'get',
    path: '/api/v1/chats/{chat}/messages/{message}/edits',
    tag,
    summary: 'What a message said before',
    description: 'The earliest first. Of the former versions the latest 100 are kept.',
    params: oneMessage,
    answer: z.object({ items: z.array(Edit) }),
    run: async ({ db }, { actor, params }) => ({
      items: await listEdits(db.reader, actor.id, params.chat, params.message),
    }),
  }),
  change({
    method: 'delete',
    path: '/api/v1/chats/{chat}/messages/{message}',
    tag,
    summary: 'Delete a message for everybody',
    description: 'Its sender may, and admins of a group. Its place stays, its words are gone.',
    params: oneMessage,
    async change(tx, { actor, params }) {
      await deleteMessage(tx, actor, params)
      return undefined
    },
  }),
  change({
    method: 'put',
    path: '/api/v1/chats/{chat}/messages/{message}/hidden',
    tag,
    summary: 'Delete a message for me only',
    params: oneMessage,
    async change(tx, { actor, params }) {
      await hide(tx, actor, params)
      return undefined
    },
  }),
]

export const messageRoutes: Endpoint[] = [
  ...main,
  ...reactionRoutes,
  ...pinRoutes,
  ...receiptRoutes,
  ...searchRoutes,
]
