import { change, type Endpoint } from '../../http/endpoint.ts'
import { id, z } from '../../http/schemas.ts'
import { restore, setAdmin, setState } from '../../users/moderate.ts'
import { spoken } from '../manner.ts'
import { Done } from './account.ts'
import { forAdmins } from './refusal.ts'

const tag = 'txchat'
const params = z.object({ user: id })

export const adminCalls: Endpoint[] = spoken(forAdmins, [
  ...(['post', 'delete'] as const).map((method) =>
    change({
      method,
      path: '/api/v1/users/admin/{user}',
      tag,
      summary: method === 'post' ? 'Grant admin' : 'Withdraw admin',
      params,
      answer: Done,
      async change(tx, { actor, params }) {
        const user = await setAdmin(tx, actor, params.user, method === 'post')
        return {
          message: `'@${user.username}' ${method === 'post' ? 'is an admin now.' : 'is no admin any more.'}`,
        }
      },
    }),
  ),
  ...(['post', 'delete'] as const).map((method) =>
    change({
      method,
      path: '/api/v1/users/archive/{user}',
      tag,
      summary: method === 'post' ? 'Archive an account' : 'Restore an account',
      description:
        method === 'post' ? 'Its sessions end at once.' : 'It may log in again, and is told so by mail.',
      params,
      answer: Done,
      async change(tx, { actor, params }, { config }) {
        const user = await (method === 'post'
          ? setState(tx, actor, params.user, 'archived')
          : restore(tx, config, actor, params.user))
        return { message: `'@${user.username}' is ${method === 'post' ? 'archived' : 'restored'}.` }
      },
    }),
  ),
])
