import { type Endpoint, endpoint } from '../../http/endpoint.ts'
import { text, wholeNumber, z } from '../../http/schemas.ts'
import { findUsers } from '../../users/find.ts'
import { Person, toPerson } from './person.ts'

const MOST_PEOPLE = 1000

export const everybodyCalls: Endpoint[] = [
  endpoint({
    method: 'get',
    path: '/users',
    tag: 'playhub',
    summary: 'Everybody here but me, by username',
    query: z.object({
      query: text(100).default(''),
      after: text(200).optional().openapi({ description: 'The `next` of an earlier page' }),
      limit: wholeNumber(1, MOST_PEOPLE).default(MOST_PEOPLE),
    }),
    answer: z.object({ users: z.array(Person), next: z.string().nullable() }),
    async run({ db, config }, { actor, query: { query, after, limit } }) {
      const { items, next } = await findUsers(db, actor.id, query, after, limit)
      return { users: items.map((card) => toPerson(config.publicUrl, card)), next }
    },
  }),
]
