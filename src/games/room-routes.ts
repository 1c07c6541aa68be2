import { change, type Endpoint, endpoint } from '../http/endpoint.ts'
import { clientId, id, pageOf, pageQuery, text, z } from '../http/schemas.ts'
import { closeMyRoom } from './close-room.ts'
import { createRoom } from './create-room.ts'
import { inviteToRoom } from './invite-to-room.ts'
import { joinByCode, joinRoom } from './join-room.ts'
import { leaveRoom } from './leave-room.ts'
import { listMoves } from './list-moves.ts'
import { listRooms } from './list-rooms.ts'
import { MoveAnswer, MoveMade, makeMove } from './move.ts'
import { AnyMove, gameKey } from './playable.ts'
import { offerRematch } from './rematch.ts'
import { resign } from './resign.ts'
import { RoomInfo, roomName } from './room.ts'
import { RoomView, viewRoom } from './view-room.ts'

const tag = 'games'
const all = '/api/v1/rooms'
const one = `${all}/{room}`
const oneRoom = z.object({ room: id })
const LEAST_CLOCK = 5
const MOST_CLOCK = 14 * 24 * 60 * 60
const MOST_INVITED = 100

const as = z.enum(['player', 'spectator']).default('player')
const userIds = z.array(id).max(MOST_INVITED, `must not be more than ${MOST_INVITED}`)

export const Moving = {
  number: z.number().int().min(1).openapi({ description: 'One more than `move_number` of the room' }),
  move: AnyMove.openapi({ description: 'As the rules have it: `{row, column}` or `{column}`, from 0' }),
}

/** Where games are played. */
export const roomRoutes: Endpoint[] = [
  endpoint({
    method: 'get',
    path: all,
    tag,
    summary: 'Rooms, the newest first',
    description: 'The public ones; or with `mine` those that I am in or invited to.',
    query: pageQuery.extend({
      game: gameKey.optional(),
      state: RoomInfo.shape.state.optional(),
      mine: z.enum(['true', 'false']).default('false'),
    }),
    answer: pageOf(RoomView),
    run: ({ db }, { actor, query: { after, limit, mine, ...filter } }) =>
      listRooms(db.reader, actor.id, { ...filter, mine: mine === 'true' }, after, limit),
  }),
  change({
    method: 'post',
    path: all,
    tag,
    summary: 'Open a room to play in',
    description: 'I sit at the first place. The game begins as soon as all places are taken.',
    body: z.strictObject({
      game: gameKey,
      name: roomName.default(''),
      public: z.boolean().default(true),
      invited_ids: userIds.default([]),
      clock_seconds: z
        .number()
        .int()
        .min(LEAST_CLOCK)
        .max(MOST_CLOCK)
        .nullable()
        .default(null)
        .openapi({ description: 'How long a move may take. Who takes longer has lost.' }),
      client_id: clientId,
    }),
    answer: RoomView,
    status: 201,
    change: (tx, { actor, body }) =>
      createRoom(tx, actor, {
        game: body.game,
        name: body.name,
        isPublic: body.public,
        invitedIds: body.invited_ids,
        clockSeconds: body.clock_seconds,
      }),
  }),
  change({
    method: 'post',
    path: `${all}/join`,
    tag,
    summary: 'Come into a private room by its code',
    body: z.strictObject({ code: text(100, 1), as }),
    answer: RoomView,
    change: (tx, { actor, body }, { config }) => joinByCode(tx, actor, body.code, body.as, config.maxMembers),
  }),
  endpoint({
    method: 'get',
    path: one,
    tag,
    summary: 'A room, with its board',
    params: oneRoom,
    answer: RoomView,
    run: ({ db }, { actor, params }) => viewRoom(db.reader, actor.id, params.room),
  }),
  endpoint({
    method: 'get',
    path: `${one}/moves`,
    tag,
    summary: 'Every move that was made in a room, the first one first',
    params: oneRoom,
    query: pageQuery,
    answer: pageOf(MoveMade),
    run: ({ db }, { actor, params, query }) =>
      listMoves(db.reader, actor.id, params.room, query.after, query.limit),
  }),
  ...inside(),
]

/** What is done in a room. */
function inside(): Endpoint[] {
  return [
    change({
      method: 'post',
      path: `${one}/join`,
      tag,
      summary: 'Come into a room, to play or to look on',
      description: 'Whoever is there already, and was only away, gets to see it as it is now.',
      params: oneRoom,
      body: z.strictObject({ as }),
      answer: RoomView,
      change: (tx, { actor, params, body }, { config }) =>
        joinRoom(tx, actor, params.room, body.as, config.maxMembers),
    }),
    change({
      method: 'post',
      path: `${one}/invitations`,
      tag,
      summary: 'Invite people to a room in which I play',
      params: oneRoom,
      body: z.strictObject({ user_ids: userIds.min(1) }),
      async change(tx, { actor, params, body }) {
        await inviteToRoom(tx, actor, params.room, body.user_ids)
        return undefined
      },
    }),
    change({
      method: 'post',
      path: `${one}/moves`,
      tag,
      summary: 'Make a move',
      description: 'The same move with the same number again is answered as it was the first time.',
      params: oneRoom,
      body: z.strictObject({ ...Moving, client_id: clientId }),
      answer: MoveAnswer,
      change: (tx, { actor, params, body }) => makeMove(tx, actor, params.room, body.number, body.move),
    }),
    ...(['resign', 'rematch'] as const).map((verb) =>
      change({
        method: 'post',
        path: `${one}/${verb}`,
        tag,
        summary: { resign: 'Give up the game', rematch: 'Offer to play again, or accept it' }[verb],
        params: oneRoom,
        answer: RoomView,
        change: (tx, { actor, params }) => ({ resign, rematch: offerRematch })[verb](tx, actor, params.room),
      }),
    ),
    change({
      method: 'delete',
      path: `${one}/me`,
      tag,
      summary: 'Leave a room, or decline an invitation to it',
      description: 'In the middle of a game this is to resign. With its last player the room is closed.',
      params: oneRoom,
      async change(tx, { actor, params }) {
        await leaveRoom(tx, actor.id, params.room)
        return undefined
      },
    }),
    change({
      method: 'delete',
      path: one,
      tag,
      summary: 'Close a room that I have made',
      description: 'What was won in it stays; its chat goes.',
      params: oneRoom,
      async change(tx, { actor, params }) {
        await closeMyRoom(tx, actor, params.room)
        return undefined
      },
    }),
  ]
}
