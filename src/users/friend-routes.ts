import { change, type Endpoint, endpoint } from '../http/endpoint.ts'
import { id, pageOf, pageQuery, z } from '../http/schemas.ts'
import { befriend, Friend, listFriends } from './friends.ts'
import { unfriend } from './unfriend.ts'

const tag = 'friends'
const oneUser = z.object({ user: id })

export const friendRoutes: Endpoint[] = [
  endpoint({
    method: 'get',
    path: '/api/v1/friends',
    tag,
    summary: 'My friends',
    query: pageQuery,
    answer: pageOf(Friend),
    run: ({ db }, { actor, query }) => listFriends(db, actor.id, query.after, query.limit),
  }),
  change({
    method: 'put',
    path: '/api/v1/friends/{user}',
    tag,
    summary: 'Make somebody my friend',
    description: 'At once and mutually: nobody is asked. Blocking somebody ends it.',
    params: oneUser,
    answer: Friend,
    change: (tx, { actor, params }) => befriend(tx, actor, params.user),
  }),
  change({
    method: 'delete',
    path: '/api/v1/friends/{user}',
    tag,
    summary: 'End a friendship, for both',
    params: oneUser,
    async change(tx, { actor, params }) {
      await unfriend(tx, actor, params.user)
      return undefined
    },
  }),
]
