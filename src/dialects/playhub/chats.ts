import { addMembers } from '../../chats/add-members.ts'
import { chatOf } from '../../chats/chat.ts'
import { createGroup } from '../../chats/create-group.ts'
import { findDirect, openDirect } from '../../chats/open-direct.ts'
import { type ChatView, listChats, viewChat } from '../../chats/view.ts'
import type { Db } from '../../db/open.ts'
import { change, type Endpoint, endpoint } from '../../http/endpoint.ts'
import { text, wholeNumber, z } from '../../http/schemas.ts'
import { listMessages } from '../../messages/list.ts'
import { usersOf } from '../../users/user.ts'
import { originOf } from '../origin.ts'
import { id } from './id.ts'
import { leaveForMe } from './leave-for-me.ts'
import { OldChat, toOldChats } from './old-chat.ts'
import { Person, toPerson } from './person.ts'

const tag = 'playhub'
const bob = '019a4c2e-7d10-7000-8000-5a1c0b7e4d23'
const chatId = '019a4c2e-7d10-7000-8000-5a1c0b7e4d22'
const oneChat = z.object({ chat: id })
const MOST_USERS = 1000
const MOST_MESSAGES = 1000

/** A list of ids; in a form field as JSON, or with commas between them. */
const userList = z.preprocess((given) => {
  if (typeof given !== 'string') return given
  try {
    return JSON.parse(given)
  } catch {
    return given.split(',').map((one) => one.trim())
  }
}, z.array(id).min(1).max(MOST_USERS))

const users = { users: userList.nullish(), Users: userList.nullish() }
const namesUsers = (body: { users?: unknown; Users?: unknown }) => !!(body.users ?? body.Users)
const noUsers = 'attendu : une liste d’ids d’utilisateurs, par exemple {"users": ["…"]}'

export const chatCalls: Endpoint[] = [
  change({
    method: 'post',
    path: '/chat/create',
    tag,
    summary: 'Make a chat with these people and me',
    description: 'Without a name it is called after the others.',
    body: z
      .object({ name: text(200).trim().nullish(), ...users })
      .refine(namesUsers, noUsers)
      .openapi({ example: { name: 'Les joueurs', users: [bob] } }),
    answer: z.object({ message: z.string(), chat_id: z.string(), chat: OldChat }),
    async change(tx, { actor, body }, { config }) {
      const memberIds = (body.users ?? body.Users)!
      const people = await usersOf(tx.db, memberIds)
      const others = [...people.values()].filter((one) => one.id !== actor.id).map((one) => one.username)
      const title = body.name || [...others.join(', ')].slice(0, 200).join('') || 'Chat'
      const made = await createGroup(tx, actor, { title, memberIds, sharesHistory: true }, config.maxMembers)
      const [chat] = await toOldChats(tx.db, [made])
      return { message: 'Chat créé avec succès', chat_id: made.id, chat: chat! }
    },
  }),
  change({
    method: 'post',
    path: '/chat/add_users/{chat}',
    tag,
    summary: 'Take people into a chat of mine',
    description: 'Who is there already stays as he is.',
    params: oneChat,
    body: z
      .object(users)
      .refine(namesUsers, noUsers)
      .openapi({ example: { users: [bob] } }),
    answer: z
      .object({ message: z.string() })
      .openapi({ example: { message: 'Utilisateur ajouté au chat avec succès.' } }),
    async change(tx, { actor, params, body }, { config }) {
      await addMembers(tx, actor, params.chat, (body.users ?? body.Users)!, config.maxMembers)
      return { message: 'Utilisateur ajouté au chat avec succès.' }
    },
  }),
  endpoint({
    method: 'post',
    path: '/chat/check_or_create/{friend}',
    tag,
    summary: 'The chat of the two of us',
    description: '200 where we had one, 201 where it is made now.',
    params: z.object({ friend: id }),
    answer: z.object({ message: z.string(), chat_id: z.string() }).openapi({
      example: { message: 'Chat existant.', chat_id: chatId },
    }),
    async run({ db, commit }, { actor, params }) {
      const before = await findDirect(db.reader, actor.id, params.friend)
      const { id: chat_id } = await commit((tx) => openDirect(tx, actor, params.friend))
      if (before) return { message: 'Chat existant.', chat_id }
      const made = { message: 'Nouveau chat créé.', chat_id }
      return Response.json(made, { status: 201, headers: { 'Cache-Control': 'no-store' } })
    },
  }),
  endpoint({
    method: 'get',
    path: '/chat/chats-list',
    tag,
    summary: 'My chats, the most recently active first',
    query: z.object({ limit: wholeNumber(1, 200).default(200) }),
    answer: z.object({ Chats: z.array(OldChat) }),
    run: async ({ db }, { actor, query }) => ({
      Chats: await toOldChats(db.reader, await talks(db, actor.id, query.limit)),
    }),
  }),
  endpoint({
    method: 'get',
    path: '/user/chats',
    tag,
    summary: 'My chats, each with somebody who is in it',
    query: z.object({ limit: wholeNumber(1, 200).default(200) }),
    answer: z.object({
      chats: z.array(
        z.object({
          chat_id: z.string(),
          name: z.string(),
          isGroup: z.boolean(),
          other_user: Person,
          created_at: z.string(),
        }),
      ),
    }),
    async run({ db, config }, { actor, query, request }) {
      const origin = originOf({ config }, request)
      const chats = await toOldChats(db.reader, await talks(db, actor.id, query.limit))
      const otherIn = ({ Users }: OldChat) => Users.find((one) => one !== actor.id) ?? actor.id
      const people = await usersOf(db.reader, [...new Set(chats.map(otherIn))])
      return {
        chats: chats.map((chat) => ({
          chat_id: chat._id,
          name: chat.name,
          isGroup: chat.isGroup,
          other_user: toPerson(origin, people.get(otherIn(chat))!),
          created_at: chat.created_at,
        })),
      }
    },
  }),
  endpoint({
    method: 'get',
    path: '/chat/{chat}',
    tag,
    summary: 'A chat of mine',
    params: oneChat,
    answer: OldChat,
    async run({ db }, { actor, params }) {
      const chat = await viewChat(db.reader, actor.id, params.chat)
      const { items } = await listMessages(db.reader, actor.id, params.chat, { limit: MOST_MESSAGES })
      const [old] = await toOldChats(
        db.reader,
        [chat],
        items.filter(({ deleted }) => !deleted),
      )
      return old!
    },
  }),
  endpoint({
    method: 'delete',
    path: '/chat/delete/{chat}',
    tag,
    summary: 'Be rid of a chat',
    description:
      'Who owns a group deletes it for everybody; others leave it. A chat of two is emptied for me only.',
    params: oneChat,
    answer: z.object({ message: z.string() }).openapi({ example: { message: 'Chat supprimé.' } }),
    async run(house, { actor, params }) {
      const { chat, member } = await chatOf(house.db.reader, actor.id, params.chat)
      await leaveForMe(house, actor, chat, member.role)
      return { message: 'Chat supprimé.' }
    },
  }),
]

/** Not the chats of game rooms, nor the lobby; and not what I was rid of. */
async function talks(db: Db, userId: string, limit: number): Promise<ChatView[]> {
  const { items } = await listChats(db, userId, undefined, limit)
  return items.filter(
    ({ host, kind, last_position, last_message }) =>
      !/^(game|lobby):/.test(host ?? '') && !(kind === 'direct' && last_position > 0 && !last_message),
  )
}
