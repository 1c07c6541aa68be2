import { type Endpoint, endpoint } from '../http/endpoint.ts'
import { id, z } from '../http/schemas.ts'
import { markDelivered, markRead, ReadState } from './receipts.ts'
import { tellTyping } from './typing.ts'

const tag = 'messages'
const oneChat = z.object({ chat: id })
const upTo = z.strictObject({ position: z.number().int().min(0) })

export const receiptRoutes: Endpoint[] = [
  endpoint({
    method: 'put',
    path: '/api/v1/chats/{chat}/read',
    tag,
    summary: 'I have read up to here',
    description: 'It only ever moves on. The others are told, if I show receipts.',
    params: oneChat,
    body: upTo,
    answer: ReadState,
    run: (house, { actor, params, body }) => markRead(house, actor, params.chat, body.position),
  }),
  endpoint({
    method: 'put',
    path: '/api/v1/chats/{chat}/delivered',
    tag,
    summary: 'My device has received what was said up to here',
    params: oneChat,
    body: upTo,
    answer: ReadState,
    run: (house, { actor, params, body }) => markDelivered(house, actor, params.chat, body.position),
  }),
  endpoint({
    method: 'post',
    path: '/api/v1/chats/{chat}/typing',
    tag,
    summary: 'I am typing, or no more',
    params: oneChat,
    body: z.strictObject({ typing: z.boolean() }),
    async run(house, { actor, params, body }) {
      await tellTyping(house, actor, params.chat, body.typing)
      return undefined
    },
  }),
]
