import { findDirect } from '../../chats/open-direct.ts'
import { change, type Endpoint, endpoint } from '../../http/endpoint.ts'
import { z } from '../../http/schemas.ts'
import { notFound, Problem } from '../../problem.ts'
import { befriend, friendSince, listFriends } from '../../users/friends.ts'
import { unfriend } from '../../users/unfriend.ts'
import { originOf } from '../origin.ts'
import { id } from './id.ts'
import { emptyForMe } from './leave-for-me.ts'
import { Person, toPerson } from './person.ts'

const tag = 'playhub'
const MOST_FRIENDS = 1000
const Done = z.object({ message: z.string() })

export const friendCalls: Endpoint[] = [
  change({
    method: 'post',
    path: '/user/{user}/add_friend',
    tag,
    summary: 'Make somebody my friend, at once and mutually',
    params: z.object({ user: id }),
    answer: Done.openapi({ example: { message: 'Ami ajouté.' } }),
    async change(tx, { actor, params }) {
      if ((await friendSince(tx, actor.id, params.user)) !== undefined)
        throw new Problem('conflict', 'Cet utilisateur est déjà votre ami')
      await befriend(tx, actor, params.user)
      return { message: 'Ami ajouté.' }
    },
  }),
  endpoint({
    method: 'get',
    path: '/user/friends-list',
    tag,
    summary: 'My friends',
    answer: z.object({ Friends: z.array(Person) }),
    async run({ db, config }, { actor, request }) {
      const { items } = await listFriends(db, actor.id, undefined, MOST_FRIENDS)
      const origin = originOf({ config }, request)
      return { Friends: items.map(({ user }) => toPerson(origin, user)) }
    },
  }),
  endpoint({
    method: 'post',
    path: '/friend/remove',
    tag,
    summary: 'End a friendship, for both',
    description: 'What the two of us have said is deleted for me; the other one keeps it.',
    body: z
      .object({ friend_id: id })
      .openapi({ example: { friend_id: '019a4c2e-7d10-7000-8000-5a1c0b7e4d23' } }),
    answer: Done.openapi({ example: { message: 'Ami supprimé.' } }),
    async run(house, { actor, body: { friend_id } }) {
      await house.commit(async (tx) => {
        if ((await friendSince(tx, actor.id, friend_id)) === undefined) throw notFound('friend')
        await unfriend(tx, actor, friend_id)
      })
      const chat = await findDirect(house.db.reader, actor.id, friend_id)
      if (chat) await emptyForMe(house, actor, chat)
      return { message: 'Ami supprimé.' }
    },
  }),
]
