import { call, type Row, row } from './row.ts'
import type { World } from './world.ts'

const all = '/api/v1/scheduled'
const one = `${all}/{scheduled}`
const inAnHour = { in: { unit: 'hour', count: 1 } }
const daily = { ...inAnHour, repeat: { rule: 'FREQ=DAILY' } }
const letter = (w: World) => ({ scheduled: w.letter! })
const just = (body: unknown) => () => body

/** Alice writes to bob, and remembers what. */
const written =
  (more: object = {}) =>
  async (w: World): Promise<Response> => {
    const body = () => ({ to: [{ user_id: w.bob.id }], text: 'Later', when: inAnHour, ...more })
    const answer = await call(w, { verb: `POST ${all}`, by: 'alice', body })
    w.letter = ((await answer.clone().json()) as { id: string }).id
    return answer
  }

/** The same, and then something more is done to it. */
const then =
  (verb: string, more: object = {}) =>
  async (w: World) => {
    await written(more)(w)
    return call(w, { verb, by: 'alice', at: letter })
  }

/** A clock cannot be moved here, so that alice's letter is made late by hand. */
const late = async (w: World) => {
  const answer = await written({ late: 'ask' })(w)
  const { db } = w.town.server.house
  const asks = db.writer.updateTable('occurrences').set({ state: 'asking', next_at: null })
  await asks.where('scheduled_id', '=', w.letter!).execute()
  const row = db.writer.selectFrom('occurrences').select('id').where('scheduled_id', '=', w.letter!)
  w.occurrence = (await row.executeTakeFirstOrThrow()).id
  return answer
}

const alone = ['alice'] as const
const both = ['alice', 'bob'] as const

/** Every call that changes a message to the future. */
export const futureRows: Row[] = [
  row('alice writes to bob and the group', `POST ${all}`, 'alice', alone, {
    body: (w) => ({ to: [{ user_id: w.bob.id }, { chat_id: w.group }], text: 'Later', when: inAnHour }),
  }),
  row('alice lets bob know that something will open', `POST ${all}`, 'alice', both, {
    body: (w) => ({ to: [{ user_id: w.bob.id }], text: 'Later', when: inAnHour, secrecy: 'announced' }),
  }),
  row('alice has other words for it', `PATCH ${one}`, 'alice', alone, {
    first: written(),
    at: letter,
    body: just({ text: 'Better', when: { in: { unit: 'day', count: 2 } } }),
  }),
  row('alice announces what was sealed', `PATCH ${one}`, 'alice', both, {
    first: written(),
    at: letter,
    body: just({ secrecy: 'announced' }),
  }),
  row('alice seals what was announced', `PATCH ${one}`, 'alice', both, {
    first: written({ secrecy: 'announced' }),
    at: letter,
    body: just({ secrecy: 'sealed' }),
  }),
  row('alice forgets it', `DELETE ${one}`, 'alice', alone, { first: written(), at: letter }),
  row('alice cancels what was announced', `POST ${one}/cancel`, 'alice', both, {
    first: written({ secrecy: 'announced' }),
    at: letter,
  }),
  row('alice cannot wait', `POST ${one}/send-now`, 'alice', alone, { first: written(), at: letter }),
  row('alice pauses it', `POST ${one}/pause`, 'alice', alone, { first: written(), at: letter }),
  row('alice lets it go on', `POST ${one}/resume`, 'alice', alone, {
    first: then(`POST ${one}/pause`),
    at: letter,
  }),
  row('alice leaves out a day', `POST ${one}/skip-next`, 'alice', alone, {
    first: written({ when: daily }),
    at: letter,
  }),
  row('alice writes it once more', `POST ${one}/duplicate`, 'alice', alone, { first: written(), at: letter }),
  row('alice sends what is late', `POST ${one}/occurrences/{occurrence}/decision`, 'alice', alone, {
    first: late,
    at: (w) => ({ scheduled: w.letter!, occurrence: w.occurrence! }),
    body: just({ decision: 'send' }),
  }),
  row(
    'cleo sends a message into her future',
    'POST /api/v1/chats/{chat}/messages/{message}/return',
    'cleo',
    ['cleo'],
    {
      at: (w) => ({ ...w.said.answer }),
    },
  ),
  row(
    'bob, to whom something is on its way, blocks alice',
    'PUT /api/v1/users/me/blocks/{user}',
    'bob',
    ['bob'],
    {
      first: written(),
      at: (w) => ({ user: w.alice.id }),
    },
  ),
  row('alice, who has written, blocks bob', 'PUT /api/v1/users/me/blocks/{user}', 'alice', alone, {
    first: written(),
    at: (w) => ({ user: w.bob.id }),
  }),
]
