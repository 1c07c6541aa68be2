import type { Tx } from '../db/commit.ts'
import { rulesOf } from './playable.ts'
import { changeRoom, type Person, type Room, tellRoom, toRoomInfo } from './room.ts'

/** All places are taken, or all want to play again: a fresh board, and the clock runs. */
export async function beginRound(tx: Tx, room: Room, players: Person[], actorId: string): Promise<void> {
  await tx.db
    .updateTable('room_people')
    .set({ wants_rematch: 0 })
    .where('room_id', '=', room.id)
    .where('wants_rematch', '=', 1)
    .execute()
  const after = await changeRoom(tx, room, {
    state: 'playing',
    round: room.round + 1,
    board: JSON.stringify(rulesOf(room.game_key).start()),
    result: null,
    due_at: dueAt(tx, room),
  })
  const fresh = players.map((player) => ({ ...player, wants_rematch: 0 }))
  tellRoom(tx, 'game.started', actorId, toRoomInfo(after, fresh))
}

/** When the next move must have been made. */
export function dueAt({ at }: Tx, { clock_ms }: Room): number | null {
  return clock_ms === null ? null : at + clock_ms
}
