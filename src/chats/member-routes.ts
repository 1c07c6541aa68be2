import { change, type Endpoint, endpoint } from '../http/endpoint.ts'
import { id, pageOf, pageQuery, time, z } from '../http/schemas.ts'
import { addMembers } from './add-members.ts'
import { ChatInfo, toChatInfo } from './chat.ts'
import { LOBBY_ID, leaveLobby } from './lobby.ts'
import { ChatMember, listMembers } from './members.ts'
import { FOR_EVER, MuteState, mute, unmute } from './mute.ts'
import { removeMember } from './remove-member.ts'
import { setRole } from './set-role.ts'

const tag = 'chats'
const oneChat = z.object({ chat: id })
const oneMember = z.object({ chat: id, user: id })
const role = z.enum(['owner', 'admin', 'member'])

export const memberRoutes: Endpoint[] = [
  endpoint({
    method: 'get',
    path: '/api/v1/chats/{chat}/members',
    tag,
    summary: 'Who is in a chat',
    params: oneChat,
    query: pageQuery,
    answer: pageOf(ChatMember),
    run: ({ db }, { actor, params, query }) =>
      listMembers(db, actor.id, params.chat, query.after, query.limit),
  }),
  change({
    method: 'post',
    path: '/api/v1/chats/{chat}/members',
    tag,
    summary: 'Add people to a group',
    description: 'Any member may. Who is there already stays as he is.',
    params: oneChat,
    body: z.strictObject({ user_ids: z.array(id).min(1).max(500) }),
    answer: ChatInfo,
    async change(tx, { actor, params, body }, { config }) {
      return toChatInfo(await addMembers(tx, actor, params.chat, body.user_ids, config.maxMembers))
    },
  }),
  change({
    method: 'patch',
    path: '/api/v1/chats/{chat}/members/{user}',
    tag,
    summary: 'Give a member another role',
    description:
      'Admins and the owner make admins. Only the owner unmakes them, or makes somebody else the owner and is an admin from then on.',
    params: oneMember,
    body: z.strictObject({ role }),
    answer: z.object({ chat_id: z.string(), user_id: z.string(), role }),
    async change(tx, { actor, params, body }) {
      const { chat_id, user_id, role } = await setRole(tx, actor, params.chat, params.user, body.role)
      return { chat_id, user_id, role }
    },
  }),
  change({
    method: 'delete',
    path: '/api/v1/chats/{chat}/members/{user}',
    tag,
    summary: 'Remove a member, or leave',
    description:
      'The owner removes anybody, admins plain members, and everybody himself. When the owner leaves, the group goes to the admin, or else the member, who is there longest.',
    params: oneMember,
    async change(tx, { actor, params }) {
      const goesOut = params.chat === LOBBY_ID && params.user === actor.id
      await (goesOut ? leaveLobby(tx, actor.id) : removeMember(tx, actor, params.chat, params.user))
      return undefined
    },
  }),
  change({
    method: 'put',
    path: '/api/v1/chats/{chat}/mute',
    tag,
    summary: 'Tell me no more of what is said here',
    description:
      'Until a time, or for ever. I am told nevertheless of what mentions me, answers me, or was written to me for later. Only I know of it.',
    params: oneChat,
    body: z.strictObject({
      muted_until: time
        .max(FOR_EVER)
        .default(FOR_EVER)
        .openapi({ description: 'When I want to be told again; not given: never' }),
    }),
    answer: MuteState,
    change: (tx, { actor, params, body }) => mute(tx, actor, params.chat, body.muted_until),
  }),
  change({
    method: 'delete',
    path: '/api/v1/chats/{chat}/mute',
    tag,
    summary: 'Tell me again of what is said here',
    params: oneChat,
    answer: MuteState,
    change: (tx, { actor, params }) => unmute(tx, actor, params.chat),
  }),
]
