import { id, z } from '../http/schemas.ts'
import { type SocketVerb, socketVerb } from '../http/socket-verb.ts'
import { joinRoom } from './join-room.ts'
import { leaveRoom } from './leave-room.ts'
import { makeMove } from './move.ts'
import { offerRematch } from './rematch.ts'
import { resign } from './resign.ts'
import { Moving } from './room-routes.ts'

const There = z.strictObject({ room_id: id })
const Move = There.extend(Moving)

const coming = (as: 'player' | 'spectator') =>
  socketVerb(There, ({ commit, config }, actor, { room_id }) =>
    commit((tx) => joinRoom(tx, actor, room_id, as, config.maxMembers)),
  )

/** What is asked while one plays. All of it can be asked over HTTP, too. */
export const gameVerbs: Record<string, SocketVerb> = {
  join_game: coming('player'),
  watch_game: coming('spectator'),
  leave_game: socketVerb(There, ({ commit }, actor, { room_id }) =>
    commit((tx) => leaveRoom(tx, actor.id, room_id)),
  ),
  move: socketVerb(Move, ({ commit }, actor, { room_id, number, move }) =>
    commit((tx) => makeMove(tx, actor, room_id, number, move)),
  ),
  resign: socketVerb(There, ({ commit }, actor, { room_id }) => commit((tx) => resign(tx, actor, room_id))),
  rematch: socketVerb(There, ({ commit }, actor, { room_id }) =>
    commit((tx) => offerRematch(tx, actor, room_id)),
  ),
}
