import { change, type Endpoint, endpoint } from '../http/endpoint.ts'
import { clientId, id, pageOf, pageQuery, wholeNumber, z } from '../http/schemas.ts'
import { notBlank, saying, saysSomething } from '../messages/routes.ts'
import { findUser, language } from '../users/user.ts'
import { Announcement, listAnnounced } from './announce.ts'
import { forget } from './cancel.ts'
import { choicesIn } from './choices.ts'
import { Counts, countComing, countPending } from './counts.ts'
import { duplicate } from './duplicate.ts'
import { editScheduled } from './edit.ts'
import type { Future } from './future.ts'
import { Preview, previewOf, previewWhen } from './preview.ts'
import { To } from './recipients.ts'
import { sendBack } from './return-message.ts'
import { ScheduledView } from './scheduled.ts'
import { steeringRoutes } from './steer-routes.ts'
import { listScheduled, shelves, viewScheduled } from './view.ts'
import { When } from './when/when.ts'
import { writeToFuture } from './write.ts'

const tag = 'scheduled'
const all = '/api/v1/scheduled'
const one = `${all}/{scheduled}`
const oneScheduled = z.object({ scheduled: id })
const MOST_LATE_MS = 3_155_760_000_000

const late = z.enum(['send', 'skip', 'ask']).openapi({
  description: 'What becomes of it when the server could not deliver in time: send anyway, skip it, ask me',
})
const lateAfter = z
  .number()
  .int()
  .min(0)
  .max(MOST_LATE_MS)
  .openapi({ description: 'Later than this, in milliseconds, it is late' })
const secrecy = z.enum(['sealed', 'announced']).openapi({
  description: 'sealed: nobody learns of it before its hour; announced: who gets it knows when it opens',
})
const Choice = z
  .object({
    order_id: z.number().int(),
    key: z.string(),
    label: z.string(),
    calendar: z.boolean().openapi({ description: 'The time itself is to be said, as `at` or `local`' }),
  })
  .openapi('SendChoice')
const Level = z.object({ key: z.string(), from: z.number().int(), label: z.string() })
const shelf = z.enum(Object.keys(shelves) as [keyof typeof shelves])

/** What may be asked of messages to the future. */
export function scheduledRoutes(future: Future): Endpoint[] {
  return [
    change({
      method: 'post',
      path: all,
      tag,
      summary: 'Write to the future',
      body: z
        .strictObject({
          to: z.array(To).min(1).max(future.mostRecipients),
          ...saying,
          when: When,
          late: late.default('send'),
          late_after: lateAfter.default(3_600_000),
          secrecy: secrecy.default('sealed'),
          client_id: clientId,
        })
        .refine(saysSomething, notBlank),
      answer: ScheduledView,
      status: 201,
      change: (tx, { actor, body }, { config }) => {
        const { to, text, when, late, secrecy } = body
        const said = { text, mediaIds: body.media_ids ?? [] }
        const draft = { to, ...said, when, late, lateAfter: body.late_after, secrecy }
        return writeToFuture(tx, actor, draft, config, future)
      },
    }),
    endpoint({
      method: 'get',
      path: all,
      tag,
      summary: 'What I have written to the future, the newest first',
      query: pageQuery.extend({ state: shelf.optional() }),
      answer: pageOf(ScheduledView),
      run: ({ db }, { actor, query }) =>
        listScheduled(db.reader, actor.id, query.state, query.after, query.limit),
    }),
    endpoint({
      method: 'get',
      path: `${all}/counts`,
      tag,
      summary: 'How much is on its way from me and to me',
      answer: Counts,
      run: async ({ db, config }, { actor }) => ({
        from_me: await countPending(db.reader, actor.id, config.maxPending),
        to_me: await countComing(db.reader, actor.id),
        status: (await findUser(db.reader, actor.id)).status,
      }),
    }),
    endpoint({
      method: 'get',
      path: `${all}/announced`,
      tag,
      summary: 'What is announced to me, the next to open first',
      answer: z.object({ items: z.array(Announcement) }),
      run: async ({ db }, { actor }) => ({ items: await listAnnounced(db.reader, actor.id) }),
    }),
    endpoint({
      method: 'get',
      path: `${all}/choices`,
      tag,
      summary: 'The moments and the levels that this server has',
      query: z.strictObject({ language: language.default('en') }),
      answer: z.object({ items: z.array(Choice), levels: z.array(Level) }),
      run: async (_, { query }) => ({
        items: choicesIn(future.choices, query.language),
        levels: future.levels.map(({ key, from, label }) => ({ key, from, label: label[query.language] })),
      }),
    }),
    endpoint({
      method: 'post',
      path: `${all}/preview`,
      tag,
      summary: 'When would that be? Nothing is written',
      body: z.strictObject({ when: When, to: z.array(To).max(future.mostRecipients).default([]) }),
      answer: Preview,
      run: (house, { actor, body }) => previewWhen(house, actor, body.when, body.to, future),
    }),
    endpoint({
      method: 'get',
      path: one,
      tag,
      summary: 'A message to the future',
      params: oneScheduled,
      answer: ScheduledView,
      run: ({ db }, { actor, params }) => viewScheduled(db.reader, actor.id, params.scheduled),
    }),
    change({
      method: 'patch',
      path: one,
      tag,
      summary: 'Change what has not arrived yet',
      params: oneScheduled,
      body: z.strictObject({
        text: saying.text.optional(),
        media_ids: saying.media_ids,
        when: When.optional(),
        late: late.optional(),
        late_after: lateAfter.optional(),
        secrecy: secrecy.optional(),
        client_id: clientId,
      }),
      answer: ScheduledView,
      change: (tx, { actor, params, body, ifMatch }) => {
        const { text, when, late, secrecy } = body
        const ways = { late, lateAfter: body.late_after, secrecy }
        const changed = { text, mediaIds: body.media_ids, when, ...ways }
        return editScheduled(tx, actor, params.scheduled, changed, ifMatch, future)
      },
    }),
    change({
      method: 'delete',
      path: one,
      tag,
      summary: 'Forget a message to the future',
      description: 'What still waits of it does not arrive. What has arrived stays.',
      params: oneScheduled,
      change: (tx, { actor, params }) => forget(tx, actor, params.scheduled),
    }),
    ...steeringRoutes,
    change({
      method: 'post',
      path: `${one}/duplicate`,
      tag,
      summary: 'Write the same once more',
      params: oneScheduled,
      body: z.strictObject({ when: When.optional(), client_id: clientId }).optional(),
      answer: ScheduledView,
      status: 201,
      change: (tx, { actor, params, body }, { config }) =>
        duplicate(tx, actor, params.scheduled, body?.when, config, future),
    }),
    endpoint({
      method: 'get',
      path: `${one}/preview`,
      tag,
      summary: 'The next times at which it arrives',
      params: oneScheduled,
      query: z.strictObject({ count: wholeNumber(1, 100).default(10) }),
      answer: Preview,
      run: (house, { actor, params, query }) => previewOf(house, actor, params.scheduled, query.count),
    }),
    change({
      method: 'post',
      path: '/api/v1/chats/{chat}/messages/{message}/return',
      tag,
      summary: 'Send a message that I have received back into my future',
      description: 'It leaves my view and comes back: when, is drawn, if it is not said.',
      params: z.object({ chat: id, message: id }),
      body: z.strictObject({ when: When.optional(), client_id: clientId }).optional(),
      answer: ScheduledView,
      status: 201,
      change: (tx, { actor, params, body }) => sendBack(tx, actor, params, body?.when, future),
    }),
  ]
}
