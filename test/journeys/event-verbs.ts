import { PASSWORD } from '../client.ts'
import { call, type Row, row } from './row.ts'
import type { Name, World } from './world.ts'

const all = '/api/v1/events'
const one = `${all}/{event}`
const calendar = '/api/v1/users/me/calendar'
const event = (w: World) => ({ event: w.event! })
const oneDate = (w: World) => ({ event: w.event!, date: '2097-07-14' })
const guest = (name: Name) => (w: World) => ({ event: w.event!, user: w[name].id })
const just = (body: object) => () => body
/** A row has the key of its verb; what comes before it has others. */
const before = (what: string) => ({ 'Idempotency-Key': `before:${what}` })
const concert = { title: 'Concert', date: '2097-07-14', time: '8pm' }
const yearly = { repeat: { rule: 'FREQ=YEARLY;COUNT=3' } }

/** Alice plans something for everybody, and remembers what. */
const planned =
  (more: (w: World) => object = () => ({})) =>
  async (w: World): Promise<Response> => {
    const body = () => ({ ...concert, ...more(w) })
    const answer = await call(w, { verb: `POST ${all}`, by: 'alice', body, headers: before('plan') })
    w.event = ((await answer.clone().json()) as { id: string }).id
    return answer
  }

const forGroup = (w: World) => ({ chat_id: w.group })

/** The same, and these people have said that they come. */
const answered =
  (who: Name[], more?: (w: World) => object) =>
  async (w: World): Promise<Response> => {
    let answer = await planned(more)(w)
    for (const by of who)
      answer = await call(w, {
        verb: `PUT ${one}/answer`,
        by,
        at: event,
        body: just({ answer: 'yes' }),
        headers: before('answer'),
      })
    return answer
  }

const withChat = async (w: World) => {
  await answered(['bob'])(w)
  return call(w, { verb: `POST ${one}/chat`, by: 'alice', at: event })
}

const alone = ['alice'] as const
const both = ['alice', 'bob'] as const
const three = ['alice', 'bob', 'cleo'] as const

/** Every call that changes an event, who comes to it, or the calendar of somebody. */
export const eventRows: Row[] = [
  row('alice plans something for everybody', `POST ${all}`, 'alice', alone, { body: just(concert) }),
  row('cleo plans something for the group', `POST ${all}`, 'cleo', three, {
    body: (w) => ({ ...concert, ...yearly, ...forGroup(w) }),
  }),
  row('alice says of what the group plans where it is', `PATCH ${one}`, 'alice', three, {
    ...{ first: planned(forGroup), at: event, body: just({ venue: 'The Barn' }) },
  }),
  row('alice makes room for cleo, who waits', `PATCH ${one}`, 'alice', three, {
    first: answered(['bob', 'cleo'], just({ capacity: 1 })),
    ...{ at: event, body: just({ capacity: 2, title: 'Bigger' }) },
  }),
  row('alice moves one date', `PATCH ${one}/dates/{date}`, 'alice', both, {
    ...{ first: answered(['bob'], just(yearly)), at: oneDate, body: just({ date: '2097-07-15' }) },
  }),
  row('alice leaves out a date', `DELETE ${one}/dates/{date}`, 'alice', both, {
    ...{ first: answered(['bob'], just(yearly)), at: oneDate },
  }),
  row('alice calls it off', `POST ${one}/cancel`, 'alice', both, { first: answered(['bob']), at: event }),
  row('alice deletes it, with its chat', `DELETE ${one}`, 'alice', both, { first: withChat, at: event }),
  row('bob comes', `PUT ${one}/answer`, 'bob', both, {
    ...{ first: planned(), at: event, body: just({ answer: 'yes' }) },
  }),
  row('bob does not come, so that cleo can', `PUT ${one}/answer`, 'bob', three, {
    first: answered(['bob', 'cleo'], just({ capacity: 1 })),
    ...{ at: event, body: just({ answer: 'no' }) },
  }),
  row('bob takes his answer back, and leaves the chat', `DELETE ${one}/answer`, 'bob', both, {
    ...{ first: withChat, at: event },
  }),
  row('alice invites bob and cleo', `POST ${one}/guests`, 'alice', three, {
    ...{ first: planned(), at: event, body: (w) => ({ user_ids: [w.bob.id, w.cleo.id] }) },
  }),
  row('alice takes bob off the list', `DELETE ${one}/guests/{user}`, 'alice', both, {
    ...{ first: answered(['bob']), at: guest('bob') },
  }),
  row('bob wants to be reminded', `PUT ${one}/reminders`, 'bob', ['bob'], {
    ...{ first: answered(['bob']), at: event, body: just({ minutes_before: [60, 1440] }) },
  }),
  row('alice makes a chat of it', `POST ${one}/chat`, 'alice', both, { first: answered(['bob']), at: event }),
  row('bob leaves the group, and what it plans', 'DELETE /api/v1/chats/{chat}/members/{user}', 'bob', three, {
    first: answered(['bob', 'cleo'], (w) => ({ ...forGroup(w), capacity: 1 })),
    at: (w) => ({ chat: w.group, user: w.bob.id }),
  }),
  row('alice deletes the group, and with it what it plans', 'DELETE /api/v1/chats/{chat}', 'alice', three, {
    ...{ first: planned(forGroup), at: (w) => ({ chat: w.group }) },
  }),
  row('emil, who would come, deletes his account', 'DELETE /api/v1/users/me', 'emil', ['alice', 'cleo'], {
    first: answered(['emil', 'cleo'], just({ capacity: 1 })),
    ...{ gone: 'emil', body: just({ password: PASSWORD }) },
  }),
  row('alice, who plans, deletes her account', 'DELETE /api/v1/users/me', 'alice', ['bob', 'cleo', 'emil'], {
    ...{ first: answered(['emil']), gone: 'alice', body: just({ password: PASSWORD }) },
  }),
  row('alice lets her calendar be read elsewhere', `POST ${calendar}`, 'alice', []),
  row('alice lets it be read no more', `DELETE ${calendar}`, 'alice', [], {
    first: (w) => call(w, { verb: `POST ${calendar}`, by: 'alice' }),
  }),
]
