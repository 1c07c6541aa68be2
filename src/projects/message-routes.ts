import { change, type Endpoint, endpoint } from '../http/endpoint.ts'
import { numberedPageOf, numberedQuery } from '../http/numbered-pages.ts'
import { clientId, id, z } from '../http/schemas.ts'
import { spokenText } from '../messages/message.ts'

import { listProjectMessages, ProjectMessage, viewMessages } from './message-list.ts'
import { sendInProject } from './send.ts'

const tag = 'projects'
const path = '/api/v1/messages/{project}'
const params = z.object({ project: id })

export const messageRoutes: Endpoint[] = [
  endpoint({
    method: 'get',
    path,
    tag,
    summary: 'What was said in a project, the newest first',
    description: 'To all its members, and privately by me or to me.',
    params,
    query: z.strictObject(numberedQuery),
    answer: numberedPageOf(ProjectMessage),
    run: ({ db }, { actor, params, query, request }) =>
      listProjectMessages(db, actor.id, params.project, query, request),
  }),
  change({
    method: 'post',
    path,
    tag,
    summary: 'Say something in a project',
    description:
      'To all its members; or, as its owner or a coach, privately to one of them: that stands in the direct chat of the two.',
    params,
    body: z.strictObject({
      content: spokenText,
      receiver: id.nullish(),
      client_id: clientId,
    }),
    answer: ProjectMessage.extend({ message: z.string() }),
    status: 201,
    async change(tx, { actor, params, body }) {
      const sent = await sendInProject(tx, actor, params.project, body.content, body.receiver ?? null)
      const [view] = await viewMessages(tx.db, actor.id, { id: params.project }, [sent])
      return { message: 'The message is sent', ...view! }
    },
  }),
]
