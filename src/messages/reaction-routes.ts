import { change, type Endpoint, endpoint } from '../http/endpoint.ts'
import { id, pageOf, pageQuery, z } from '../http/schemas.ts'
import { listReactions, Reaction, react, unreact } from './react.ts'

const tag = 'messages'
const oneMessage = z.object({ chat: id, message: id })
const oneReaction = oneMessage.extend({
  emoji: z.string().openapi({ description: 'One emoji, percent-encoded', example: '👍' }),
})

export const reactionRoutes: Endpoint[] = [
  endpoint({
    method: 'get',
    path: '/api/v1/chats/{chat}/messages/{message}/reactions',
    tag,
    summary: 'Who reacted to a message, and how',
    params: oneMessage,
    query: pageQuery,
    answer: pageOf(Reaction),
    run: ({ db }, { actor, params, query }) =>
      listReactions(db.reader, actor.id, params, query.after, query.limit),
  }),
  change({
    method: 'put',
    path: '/api/v1/chats/{chat}/messages/{message}/reactions/{emoji}',
    tag,
    summary: 'React to a message',
    params: oneReaction,
    async change(tx, { actor, params }) {
      await react(tx, actor, params, params.emoji)
      return undefined
    },
  }),
  change({
    method: 'delete',
    path: '/api/v1/chats/{chat}/messages/{message}/reactions/{emoji}',
    tag,
    summary: 'Take my reaction back',
    params: oneReaction,
    async change(tx, { actor, params }) {
      await unreact(tx, actor, params, params.emoji)
      return undefined
    },
  }),
]
