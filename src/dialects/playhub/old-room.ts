import type { RoomInfo } from '../../games/room.ts'
import { z } from '../../http/schemas.ts'
import { typeOfGame } from './game-names.ts'

/** A room as these clients know it. */
export const OldRoom = z
  .object({
    _id: z.string(),
    room_name: z.string(),
    game_type: z.string(),
    players: z.array(z.string()),
    creator_id: z.string(),
    state: z.enum(['waiting', 'playing', 'ended']),
  })
  .openapi('PlayhubRoom', {
    example: {
      _id: '019a4c2e-7d10-7000-8000-5a1c0b7e4d26',
      room_name: 'La table',
      game_type: 'morpion',
      players: ['019a4c2e-7d10-7000-8000-5a1c0b7e4d21'],
      creator_id: '019a4c2e-7d10-7000-8000-5a1c0b7e4d21',
      state: 'waiting',
    },
  })

export type OldRoom = z.infer<typeof OldRoom>

export function toOldRoom({ id, name, game_key, players, creator_id, state }: RoomInfo): OldRoom {
  return {
    _id: id,
    room_name: name,
    game_type: typeOfGame(game_key),
    players: players.map(({ user_id }) => user_id),
    creator_id,
    state,
  }
}
