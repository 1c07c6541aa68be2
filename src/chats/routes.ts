import { readBytes } from '../http/body.ts'
import { change, type Endpoint, endpoint } from '../http/endpoint.ts'
import { id, pageOf, pageQuery, z } from '../http/schemas.ts'
import { mostGiven, takePicture } from '../media/pictures.ts'
import { groupOf, title } from './chat.ts'
import { createGroup } from './create-group.ts'
import { deleteChat } from './delete-chat.ts'
import { editGroup, setPicture } from './edit-group.ts'
import { inviteRoutes } from './invite-routes.ts'
import { memberRoutes } from './member-routes.ts'
import { openDirect } from './open-direct.ts'
import { ChatView, listChats, viewChat } from './view.ts'

const tag = 'chats'
const oneChat = z.object({ chat: id })
const binary = z.any().openapi({ type: 'string', format: 'binary' })

export const chatRoutes: Endpoint[] = [
  endpoint({
    method: 'get',
    path: '/api/v1/chats',
    tag,
    summary: 'My chats, the most recently active first',
    query: pageQuery,
    answer: pageOf(ChatView),
    run: ({ db }, { actor, query }) => listChats(db, actor.id, query.after, query.limit),
  }),
  change({
    method: 'post',
    path: '/api/v1/chats',
    tag,
    summary: 'Make a group',
    description: 'I am its owner, and need not name myself.',
    body: z.strictObject({
      title,
      member_ids: z.array(id).default([]),
      shares_history: z.boolean().default(true),
    }),
    answer: ChatView,
    status: 201,
    change(tx, { actor, body }, { config }) {
      const group = { title: body.title, memberIds: body.member_ids, sharesHistory: body.shares_history }
      return createGroup(tx, actor, group, config.maxMembers)
    },
  }),
  change({
    method: 'put',
    path: '/api/v1/chats/direct/{user}',
    tag,
    summary: 'The direct chat with somebody',
    description: 'It is made when the two of us have none yet.',
    params: z.object({ user: id }),
    answer: ChatView,
    change: (tx, { actor, params }) => openDirect(tx, actor, params.user),
  }),
  endpoint({
    method: 'get',
    path: '/api/v1/chats/{chat}',
    tag,
    summary: 'A chat of mine',
    params: oneChat,
    answer: ChatView,
    run: ({ db }, { actor, params }) => viewChat(db.reader, actor.id, params.chat),
  }),
  change({
    method: 'patch',
    path: '/api/v1/chats/{chat}',
    tag,
    summary: 'Edit a group',
    description: 'For its admins and its owner.',
    params: oneChat,
    body: z.strictObject({ title: title.optional(), shares_history: z.boolean().optional() }),
    answer: ChatView,
    async change(tx, { actor, params, body, ifMatch }) {
      await editGroup(tx, actor, params.chat, body, ifMatch)
      return viewChat(tx.db, actor.id, params.chat)
    },
  }),
  change({
    method: 'delete',
    path: '/api/v1/chats/{chat}',
    tag,
    summary: 'Delete a group, with everything that was said in it',
    description: 'For its owner.',
    params: oneChat,
    async change(tx, { actor, params }) {
      await deleteChat(tx, actor, params.chat)
      return undefined
    },
  }),
  endpoint({
    method: 'put',
    path: '/api/v1/chats/{chat}/picture',
    tag,
    summary: 'Set the picture of a group',
    description: 'The body is a PNG, JPEG, GIF or WebP file. For its admins and its owner.',
    takes: 'image/*',
    params: oneChat,
    body: binary.optional(),
    answer: ChatView,
    async run(house, { actor, params, request, ifMatch }) {
      await groupOf(house.db.reader, actor.id, params.chat, 'admin')
      const given = await readBytes(request, mostGiven(house.config))
      const bytes = await takePicture(given, house.config)
      return house.commit(async (tx) => {
        await setPicture(tx, actor, params.chat, bytes, ifMatch)
        return viewChat(tx.db, actor.id, params.chat)
      })
    },
  }),
  change({
    method: 'delete',
    path: '/api/v1/chats/{chat}/picture',
    tag,
    summary: 'Remove the picture of a group',
    params: oneChat,
    answer: ChatView,
    async change(tx, { actor, params, ifMatch }) {
      await setPicture(tx, actor, params.chat, null, ifMatch)
      return viewChat(tx.db, actor.id, params.chat)
    },
  }),
  ...memberRoutes,
  ...inviteRoutes,
]
