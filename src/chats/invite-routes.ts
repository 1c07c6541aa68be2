import { change, type Endpoint, endpoint } from '../http/endpoint.ts'
import { id, pageOf, pageQuery, text, z } from '../http/schemas.ts'
import { acceptInvite } from './accept-invite.ts'
import { createInvite, Invitation, Invite, listInvites, readInvite, revokeInvite } from './invite.ts'
import { ChatView } from './view.ts'

const tag = 'chats'
const oneChat = z.object({ chat: id })
const code = text(40, 1)

export const inviteRoutes: Endpoint[] = [
  change({
    method: 'post',
    path: '/api/v1/chats/{chat}/invites',
    tag,
    summary: 'Make an invite to a group',
    description: 'Who has the link may join. For admins and the owner.',
    params: oneChat,
    body: z.strictObject({
      expires_in: z.number().int().min(60).max(31_536_000).optional().openapi({ description: 'Seconds' }),
      max_uses: z.number().int().min(1).max(10_000).optional(),
    }),
    answer: Invite,
    status: 201,
    change: (tx, { actor, params, body }) =>
      createInvite(tx, actor, params.chat, { expiresIn: body.expires_in, maxUses: body.max_uses }),
  }),
  endpoint({
    method: 'get',
    path: '/api/v1/chats/{chat}/invites',
    tag,
    summary: 'The invites of a group that are still good',
    params: oneChat,
    query: pageQuery,
    answer: pageOf(Invite),
    run: ({ db, clock }, { actor, params, query }) =>
      listInvites(db, clock.now(), actor.id, params.chat, query),
  }),
  change({
    method: 'delete',
    path: '/api/v1/chats/{chat}/invites/{code}',
    tag,
    summary: 'Withdraw an invite',
    params: z.object({ chat: id, code }),
    async change(tx, { actor, params }) {
      await revokeInvite(tx, actor, params.chat, params.code)
      return undefined
    },
  }),
  endpoint({
    method: 'get',
    path: '/api/v1/invites/{code}',
    tag,
    summary: 'What an invite leads to',
    params: z.object({ code }),
    answer: Invitation,
    run: ({ db, clock }, { params }) => readInvite(db.reader, clock.now(), params.code),
  }),
  change({
    method: 'post',
    path: '/api/v1/invites/{code}/accept',
    tag,
    summary: 'Join a group by its invite',
    params: z.object({ code }),
    answer: ChatView,
    change: (tx, { actor, params }, { config }) => acceptInvite(tx, actor, params.code, config.maxMembers),
  }),
]
