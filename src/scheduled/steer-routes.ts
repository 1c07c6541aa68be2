import { change, type Endpoint, endpoint } from '../http/endpoint.ts'
import { clientId, id, limit, pageOf, z } from '../http/schemas.ts'
import { cancel } from './cancel.ts'
import { OccurrenceView, ScheduledView } from './scheduled.ts'
import { decide, pause, resume, sendNow, skipNext } from './steer.ts'
import { listOccurrences } from './view.ts'

const tag = 'scheduled'
const one = '/api/v1/scheduled/{scheduled}'
const oneScheduled = z.object({ scheduled: id })
const again = z.strictObject({ client_id: clientId }).optional()

/** What may be done to one message to the future without changing what it says. */
export const steeringRoutes: Endpoint[] = [
  ...(
    [
      ['cancel', 'Cancel what still waits of it', cancel],
      ['send-now', 'Let it arrive now', sendNow],
      ['pause', 'Let nothing of it arrive until it is resumed', pause],
      ['resume', 'Let it go on', resume],
      ['skip-next', 'Leave out the next time', skipNext],
    ] as const
  ).map(([path, summary, verb]) =>
    change({
      method: 'post',
      path: `${one}/${path}`,
      tag,
      summary,
      params: oneScheduled,
      body: again,
      answer: ScheduledView,
      change: (tx, { actor, params, ifMatch }) => verb(tx, actor, params.scheduled, ifMatch),
    }),
  ),
  endpoint({
    method: 'get',
    path: `${one}/occurrences`,
    tag,
    summary: 'Every time that it arrived, or did not, the newest first',
    params: oneScheduled,
    query: z.strictObject({ after: id.optional(), limit }),
    answer: pageOf(OccurrenceView),
    run: ({ db }, { actor, params, query }) =>
      listOccurrences(db.reader, actor.id, params.scheduled, query.after, query.limit),
  }),
  change({
    method: 'post',
    path: `${one}/occurrences/{occurrence}/decision`,
    tag,
    summary: 'Say what becomes of one that is late',
    params: z.object({ scheduled: id, occurrence: id }),
    body: z.strictObject({ decision: z.enum(['send', 'skip']), client_id: clientId }),
    answer: ScheduledView,
    change: (tx, { actor, params, body }) =>
      decide(tx, actor, params.scheduled, params.occurrence, body.decision),
  }),
]
