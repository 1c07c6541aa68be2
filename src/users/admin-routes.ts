import { change, type Endpoint, endpoint } from '../http/endpoint.ts'
import { id, pageOf, pageQuery, toPage, z } from '../http/schemas.ts'
import { requireAdmin, restore, setAdmin, setState } from './moderate.ts'
import { Me, toMe } from './user.ts'

const tag = 'admin'
const params = z.object({ user: id })
const state = z.enum(['active', 'suspended', 'archived', 'deleted'])
const Account = Me.extend({ state }).openapi('Account')

/** What an admin may do to accounts. */
export const adminRoutes: Endpoint[] = [
  endpoint({
    method: 'get',
    path: '/api/v1/admin/users',
    tag,
    summary: 'List accounts',
    query: pageQuery.extend({ state: state.optional() }),
    answer: pageOf(Account),
    async run({ db }, { actor, query }) {
      await requireAdmin({ db: db.reader }, actor)
      const rows = await db.reader
        .selectFrom('users')
        .selectAll()
        .where('id', '>', query.after ?? '')
        .$if(query.state !== undefined, (q) => q.where('state', '=', query.state!))
        .orderBy('id')
        .limit(query.limit + 1)
        .execute()
      return toPage(
        rows,
        query.limit,
        (user) => ({ ...toMe(user), state: user.state }),
        (user) => user.id,
      )
    },
  }),
  ...(['suspend', 'archive', 'restore'] as const).map((verb) =>
    change({
      method: 'post',
      path: `/api/v1/admin/users/{user}/${verb}`,
      tag,
      summary: { suspend: 'Suspend', archive: 'Archive', restore: 'Restore' }[verb].concat(' an account'),
      description:
        verb === 'restore'
          ? 'It may log in again; who was archived is told so by mail.'
          : 'Its sessions end at once.',
      params,
      answer: Account,
      async change(tx, { actor, params }, { config }) {
        const next = { suspend: 'suspended', archive: 'archived' } as const
        const user = await (verb === 'restore'
          ? restore(tx, config, actor, params.user)
          : setState(tx, actor, params.user, next[verb]))
        return { ...toMe(user), state: user.state }
      },
    }),
  ),
  ...(['put', 'delete'] as const).map((method) =>
    change({
      method,
      path: '/api/v1/admin/users/{user}/admin',
      tag,
      summary: method === 'put' ? 'Grant admin' : 'Withdraw admin',
      params,
      answer: Account,
      async change(tx, call) {
        const user = await setAdmin(tx, call.actor, call.params.user, method === 'put')
        return { ...toMe(user), state: user.state }
      },
    }),
  ),
]
