import { type Endpoint, endpoint } from '../http/endpoint.ts'
import { text, wholeNumber, z } from '../http/schemas.ts'
import { findUsers } from '../users/find.ts'
import { listAccounts } from '../users/moderate.ts'
import { findUser } from '../users/user.ts'
import { doorManner } from './doors.ts'
import { spoken } from './manner.ts'
import { originOf } from './origin.ts'
import { Person, toPerson } from './playhub/person.ts'
import { Account, toAccount } from './registration.ts'

const MOST = 1000

/** `GET /users`: playhub's clients look for `users`, who are everybody; those of eclectic for `data`, as admins. */
export const usersDoor: Endpoint[] = spoken(doorManner, [
  endpoint({
    method: 'get',
    path: '/users',
    tag: ['eclectic', 'playhub'],
    summary: 'Everybody here but me, by username; for admins, `data` has all accounts',
    query: z.object({
      query: text(100).default(''),
      after: text(200).optional().openapi({ description: 'The `next` of an earlier page' }),
      limit: wholeNumber(1, MOST).default(MOST),
    }),
    answer: z.object({
      users: z.array(Person),
      next: z.string().nullable(),
      message: z.string(),
      msg: z.string(),
      data: z.array(Account).optional().openapi({ description: 'By number, the first thousand' }),
    }),
    async run({ db, config }, { actor, query: { query, after, limit }, request }) {
      const origin = originOf({ config }, request)
      const { items, next } = await findUsers(db, actor.id, query, after, limit)
      const isAdmin = (await findUser(db.reader, actor.id)).is_admin === 1
      const accounts = isAdmin ? await listAccounts(db.reader, actor, 0, MOST) : undefined
      return {
        users: items.map((card) => toPerson(origin, card)),
        next,
        message: 'Users',
        msg: 'Users',
        ...(accounts ? { data: accounts.map(toAccount) } : {}),
      }
    },
  }),
])
