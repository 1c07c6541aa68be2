import { change, type Endpoint, endpoint } from '../http/endpoint.ts'
import { id, z } from '../http/schemas.ts'
import { listPins, pin, unpin } from './pin.ts'
import { MessageView } from './view.ts'

const tag = 'messages'
const oneMessage = z.object({ chat: id, message: id })

export const pinRoutes: Endpoint[] = [
  endpoint({
    method: 'get',
    path: '/api/v1/chats/{chat}/pins',
    tag,
    summary: 'Pinned messages, the latest pinned first',
    params: z.object({ chat: id }),
    answer: z.object({ items: z.array(MessageView) }),
    run: async ({ db }, { actor, params }) => ({ items: await listPins(db.reader, actor.id, params.chat) }),
  }),
  change({
    method: 'put',
    path: '/api/v1/chats/{chat}/messages/{message}/pin',
    tag,
    summary: 'Pin a message',
    description: 'In a group, its admins may.',
    params: oneMessage,
    async change(tx, { actor, params }) {
      await pin(tx, actor, params)
      return undefined
    },
  }),
  change({
    method: 'delete',
    path: '/api/v1/chats/{chat}/messages/{message}/pin',
    tag,
    summary: 'Unpin a message',
    params: oneMessage,
    async change(tx, { actor, params }) {
      await unpin(tx, actor, params)
      return undefined
    },
  }),
]
