import type { Tx } from '../db/commit.ts'
import { recordRound } from './record-result.ts'
import { changeRoom, type Person, type Result, type Room, tellRoom, toRoomInfo } from './room.ts'
import type { Outcome } from './rules.ts'

type Ended = { outcome: Outcome } | { loser: Person; reason: 'resigned' | 'time' }

/** A game is over: the room says so, and what was won is written down, in this transaction. */
export async function endRound(tx: Tx, room: Room, players: Person[], ended: Ended): Promise<Room> {
  const result = 'outcome' in ended ? byBoard(ended.outcome, players) : byLoser(ended, players)
  const after = await changeRoom(tx, room, { state: 'ended', due_at: null, result: JSON.stringify(result) })
  const actorId = 'loser' in ended && ended.reason === 'resigned' ? ended.loser.user_id : null
  tellRoom(tx, 'game.ended', actorId, toRoomInfo(after, players))
  await recordRound(tx, after, players, result.winner_id)
  return after
}

function byBoard({ winner, line }: Outcome, players: Person[]): Result {
  const winner_id = players.find(({ place }) => place === winner)?.user_id ?? null
  return { winner_id, reason: 'board', line }
}

/** Of two, the other wins. */
function byLoser(
  { loser, reason }: { loser: Person; reason: 'resigned' | 'time' },
  players: Person[],
): Result {
  const winner = players.find(({ user_id }) => user_id !== loser.user_id)
  return { winner_id: winner?.user_id ?? null, reason, line: [] }
}
