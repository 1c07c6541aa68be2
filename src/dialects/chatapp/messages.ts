import { findDirect, openDirect } from '../../chats/open-direct.ts'
import { listPeers } from '../../chats/peers.ts'
import { type Endpoint, endpoint } from '../../http/endpoint.ts'
import type { House, Proven } from '../../http/house.ts'
import { text, wholeNumber, z } from '../../http/schemas.ts'
import { listMessages } from '../../messages/list.ts'
import { isBlank, messageText } from '../../messages/message.ts'
import { positionOfNumber } from '../../messages/numbered.ts'
import { sendOne } from '../../messages/routes.ts'
import { Problem } from '../../problem.ts'
import { findKnownAs, findUser, type User } from '../../users/user.ts'
import type { Room } from '../dialect.ts'
import { Person, toPerson } from './account.ts'
import { Said, toSaid } from './said.ts'

const tag = 'chatapp'
const MOST_NUMBER = 999_999_999_999_999
const number = wholeNumber(0, MOST_NUMBER)
const oneUser = z.object({ user: number })
const MOST_PEERS = 1000

const Sending = z
  .object({ body: messageText.refine((words) => !isBlank(words), 'must not be blank') })
  .openapi({ example: { body: 'Hello' } })
const Sent = z.object({ msg: z.string() }).openapi({ example: { msg: 'Message added successfully' } })

export function messageCalls({ house, presence }: Room): Endpoint[] {
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
      async run(house, { actor, params, query }) {
        const other = await findKnownAs(house.db.reader, { number: params.user })
        return history(house, actor, other, query)
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
      async run(house, { actor, params, body, key }) {
        const other = await findKnownAs(house.db.reader, { number: params.user })
        return say(house, actor, other, body.body, key)
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
        return say(house, actor, other, body.body, key)
      },
    }),
    endpoint({
      method: 'get',
      path: '/chats',
      tag,
      summary: 'Those with whom I have exchanged messages, the latest first',
      answer: z.array(Person),
      async run({ db, clock }, { actor }) {
        const peers = await listPeers(db.reader, actor.id, MOST_PEERS)
        const seen = await presence.of(
          actor.id,
          peers.map((peer) => peer.id),
        )
        return peers.map((peer, i) => {
          const { online, last_seen_at } = seen[i]!
          return toPerson(house, peer, online ? clock.now() : last_seen_at)
        })
      },
    }),
  ]
}

async function history(
  { db }: House,
  actor: Proven,
  other: User,
  { before, limit }: { before?: number | undefined; limit: number },
): Promise<Said[]> {
  const chatId = await findDirect(db.reader, actor.id, other.id)
  if (!chatId) return []
  const from = before === undefined ? undefined : await positionOfNumber(db.reader, actor.id, chatId, before)
  if (before !== undefined && from === undefined)
    throw new Problem('invalid', 'query.before: must be the id of a message between the two of you')
  const { items } = await listMessages(db.reader, actor.id, chatId, { before: from, limit })
  const { number: me } = await findUser(db.reader, actor.id)
  return items
    .filter((message) => !message.deleted)
    .toReversed()
    .map((message) =>
      toSaid(message, message.sender_id === actor.id ? [me, other.number] : [other.number, me]),
    )
}

async function say(house: House, actor: Proven, other: User, words: string, key: string | undefined) {
  if (other.id === actor.id) throw new Problem('invalid', 'You cannot send a message to yourself')
  const chatId =
    (await findDirect(house.db.reader, actor.id, other.id)) ??
    (await house.commit((tx) => openDirect(tx, actor, other.id))).id
  await sendOne(house, actor, chatId, { text: words }, key)
  return { msg: 'Message added successfully' }
}
