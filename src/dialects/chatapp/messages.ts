import { openDirect } from '../../chats/open-direct.ts'
import { listPeers } from '../../chats/peers.ts'
import { type Endpoint, endpoint } from '../../http/endpoint.ts'
import type { Proven } from '../../http/house.ts'
import { text, wholeNumber, z } from '../../http/schemas.ts'
import { listMessages } from '../../messages/list.ts'
import { spokenText } from '../../messages/message.ts'

import { positionOfNumber } from '../../messages/numbered.ts'
import { sendOne } from '../../messages/routes.ts'
import { Problem } from '../../problem.ts'
import { findKnownAs } from '../../users/user.ts'
import type { Room } from '../dialect.ts'
import { originOf } from '../origin.ts'
import { Person, toPerson } from './account.ts'
import { Said, toSaid } from './said.ts'

const tag = 'chatapp'
const MOST_NUMBER = 999_999_999_999_999
const number = wholeNumber(0, MOST_NUMBER)
const oneUser = z.object({ user: number })
const MOST_PEERS = 1000

const Sending = z.object({ body: spokenText }).openapi({ example: { body: 'Hello' } })
const Sent = z.object({ msg: z.string() }).openapi({ example: { msg: 'Message added successfully' } })

export function messageCalls(room: Room): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/message/{user}',
      tag,
      summary: 'What that user and I have said to each other, the newest first',
      params: oneUser,
      query: z.object({
        before: number.optional().openapi({ description: 'The id of a message: only what is older' }),
        limit: wholeNumber(1, 1000).default(500),
      }),
      answer: z.array(Said),
      async run(_house, { actor, params, query }) {
        return history(room, actor, await room.people.idOf(params.user), query)
      },
    }),
    endpoint({
      method: 'post',
      path: '/message/{user}',
      tag,
      summary: 'Say something to that user',
      params: oneUser,
      body: Sending,
      answer: Sent,
      status: 201,
      async run(_house, { actor, params, body, key }) {
        return say(room, actor, await room.people.idOf(params.user), body.body, key)
      },
    }),
    endpoint({
      method: 'post',
      path: '/add_message/{username}',
      tag,
      summary: 'The same, by username',
      params: z.object({ username: text(64, 1) }),
      body: Sending,
      answer: Sent,
      status: 201,
      async run(house, { actor, params, body, key }) {
        const other = await findKnownAs(house.db.reader, { username: params.username })
        return say(room, actor, other.id, body.body, key)
      },
    }),
    endpoint({
      method: 'get',
      path: '/chats',
      tag,
      summary: 'Those with whom I have exchanged messages, the latest first',
      answer: z.array(Person),
      async run({ db, clock, config }, { actor, request }) {
        const origin = originOf({ config }, request)
        const peers = await listPeers(db.reader, actor.id, MOST_PEERS)
        const seen = await room.presence.of(
          actor.id,
          peers.map((peer) => peer.id),
        )
        return peers.map((peer, i) => {
          const { online, last_seen_at } = seen[i]!
          return toPerson(origin, peer, online ? clock.now() : last_seen_at)
        })
      },
    }),
  ]
}

async function history(
  { house: { db }, people }: Room,
  actor: Proven,
  otherId: string,
  { before, limit }: { before?: number | undefined; limit: number },
): Promise<Said[]> {
  const chatId = await people.direct(actor.id, otherId)
  if (!chatId) return []
  const from = before === undefined ? undefined : await positionOfNumber(db.reader, actor.id, chatId, before)
  if (before !== undefined && from === undefined)
    throw new Problem('invalid', 'query.before: must be the id of a message between the two of you')
  const { items } = await listMessages(db.reader, actor.id, chatId, { before: from, limit })
  const [me, other] = await Promise.all([people.person(actor.id), people.person(otherId)])
  const numbers: [number, number] = [me!.number, other!.number]
  return items
    .filter((message) => !message.deleted)
    .toReversed()
    .map((message) => toSaid(message, message.sender_id === actor.id ? numbers : [numbers[1], numbers[0]]))
}

async function say({ house, people }: Room, actor: Proven, otherId: string, words: string, key?: string) {
  if (otherId === actor.id) throw new Problem('invalid', 'You cannot send a message to yourself')
  const chatId =
    (await people.direct(actor.id, otherId)) ??
    (await house.commit((tx) => openDirect(tx, actor, otherId))).id
  await sendOne(house, actor, chatId, { text: words }, key)
  return { msg: 'Message added successfully' }
}
