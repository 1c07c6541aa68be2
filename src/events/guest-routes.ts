import { change, type Endpoint, endpoint } from '../http/endpoint.ts'
import { clientId, id, pageOf, pageQuery, z } from '../http/schemas.ts'
import { email } from '../users/names.ts'
import { answer } from './answer.ts'
import { answers, GuestView, listGuests, removeFromList, withdraw } from './guests.ts'
import { invite } from './invite.ts'
import { openOwnChat } from './own-chat.ts'
import { chooseReminders, MOST_MINUTES_BEFORE, MOST_REMINDERS } from './reminders.ts'
import { EventView, toView } from './view.ts'

const tag = 'events'
const one = '/api/v1/events/{event}'
const oneEvent = z.object({ event: id })

/** Who comes, and what goes with it. */
export const guestRoutes: Endpoint[] = [
  change({
    method: 'put',
    path: `${one}/answer`,
    tag,
    summary: 'Say whether I come',
    description:
      'To all dates of what recurs. `yes` becomes `waiting` where no place is free: places that become free are given in turn.',
    params: oneEvent,
    body: z.strictObject({ answer: z.enum(['yes', 'maybe', 'no']), client_id: clientId }),
    answer: EventView,
    change: async (tx, { actor, params, body }) =>
      toView(tx.db, actor.id, await answer(tx, actor, params.event, body.answer)),
  }),
  change({
    method: 'delete',
    path: `${one}/answer`,
    tag,
    summary: 'Have nothing to do with it any more',
    description: 'Takes an answer back, or turns an invitation down without one.',
    params: oneEvent,
    change: (tx, { actor, params }, { config }) =>
      withdraw(tx, config, actor, params.event) as Promise<undefined>,
  }),
  endpoint({
    method: 'get',
    path: `${one}/guests`,
    tag,
    summary: 'Who was invited, and who comes',
    description: 'Of a public event: for its guests and who organizes it. Everybody sees the counts.',
    params: oneEvent,
    query: pageQuery.extend({ answer: z.enum(answers).optional() }),
    answer: pageOf(GuestView),
    run: ({ db }, { actor, params, query: { answer, ...page } }) =>
      listGuests(db, actor.id, params.event, answer, page),
  }),
  change({
    method: 'post',
    path: `${one}/guests`,
    tag,
    summary: 'Invite people',
    description:
      'People here are told, and get it by mail for their calendars if they have confirmed an address. Addresses of others get the mail only. What was invited before stays as it is.',
    params: oneEvent,
    body: z
      .strictObject({
        user_ids: z.array(id).max(500).default([]),
        emails: z.array(email).max(50).default([]),
        client_id: clientId,
      })
      .refine(({ user_ids, emails }) => user_ids.length + emails.length > 0, 'must name somebody'),
    answer: EventView,
    async change(tx, { actor, params, body: { user_ids: userIds, emails } }, { config }) {
      return toView(tx.db, actor.id, await invite(tx, config, actor, params.event, { userIds, emails }))
    },
  }),
  change({
    method: 'delete',
    path: `${one}/guests/{user}`,
    tag,
    summary: 'Take somebody off the list',
    params: z.object({ event: id, user: id }),
    change: (tx, { actor, params }, { config }) =>
      removeFromList(tx, config, actor, params.event, params.user) as Promise<undefined>,
  }),
  change({
    method: 'put',
    path: `${one}/reminders`,
    tag,
    summary: 'Choose when I am reminded',
    description: 'On each date, so many minutes before it begins. An empty list: not at all.',
    params: oneEvent,
    body: z.strictObject({
      minutes_before: z.array(z.number().int().min(0).max(MOST_MINUTES_BEFORE)).max(MOST_REMINDERS),
      client_id: clientId,
    }),
    answer: EventView,
    change: async (tx, { actor, params, body }) =>
      toView(tx.db, actor.id, await chooseReminders(tx, actor, params.event, body.minutes_before)),
  }),
  change({
    method: 'post',
    path: `${one}/chat`,
    tag,
    summary: 'Make the chat of an event',
    description:
      'Who organizes it, who comes and who may come are in it; from then on it follows their answers. Once made, it is answered as it is.',
    params: oneEvent,
    answer: EventView,
    change: async (tx, { actor, params }) =>
      toView(tx.db, actor.id, await openOwnChat(tx, actor, params.event)),
  }),
]
