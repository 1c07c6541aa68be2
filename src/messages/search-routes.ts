import { type Endpoint, endpoint } from '../http/endpoint.ts'
import { id, limit, text, wholeNumber, z } from '../http/schemas.ts'
import { searchMessages } from './search.ts'
import { MessageView } from './view.ts'

export const searchRoutes: Endpoint[] = [
  endpoint({
    method: 'get',
    path: '/api/v1/search/messages',
    tag: 'messages',
    summary: 'Find messages by their words',
    description:
      'In my chats, the newest first. All words must be there; each may be the beginning of a longer one.',
    query: z.strictObject({
      query: text(200, 1),
      chat: id.optional(),
      sender: id.optional(),
      before: wholeNumber(0, 999_999_999_999_999)
        .optional()
        .openapi({ description: 'What an earlier page gave as `next`' }),
      limit,
    }),
    answer: z.object({ items: z.array(MessageView), next: z.number().int().nullable() }),
    run: (house, { actor, query }) => searchMessages(house, actor.id, query),
  }),
]
