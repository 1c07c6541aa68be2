import type { Tx } from '../db/commit.ts'
import type { Actor } from '../http/house.ts'
import { time, z } from '../http/schemas.ts'
import { append } from '../log/append.ts'
import { userStream } from '../log/entry.ts'
import { Problem } from '../problem.ts'
import { dueAt } from './begin-round.ts'
import { endRound } from './end-round.ts'
import { AnyMove, readMove, rulesOf } from './playable.ts'
import {
  boardOf,
  changeRoom,
  lockRoom,
  type Person,
  playersOf,
  type Room,
  RoomInfo,
  tellRoom,
  toRoomInfo,
} from './room.ts'
import { requireSight } from './view-room.ts'

export const MoveMade = z
  .object({
    number: z.number().int(),
    round: z.number().int(),
    user_id: z.string(),
    move: AnyMove,
    at: time,
  })
  .openapi('Move')

export const MoveAnswer = z
  .object({ move: MoveMade, room: RoomInfo.openapi('RoomInfo') })
  .openapi('MoveAnswer')

export type MoveMade = z.infer<typeof MoveMade>
export type MoveAnswer = z.infer<typeof MoveAnswer>

/** Who is to move at leisure is told when it is his turn; with a clock that is faster than this he looks on anyway. */
const LEISURE_MS = 300_000

/**
 * Makes a move. Its number is one more than that of the last; the same move with the same number again is answered as
 * it was the first time. @throws Problem not_found, forbidden for who does not play, invalid, conflict with the reason
 */
export async function makeMove(
  tx: Tx,
  actor: Actor,
  roomId: string,
  number: number,
  given: unknown,
): Promise<MoveAnswer> {
  const room = await lockRoom(tx, roomId)
  const players = await playersOf(tx.db, roomId)
  await requireSight(tx.db, actor.id, room, players)
  const me = requirePlayer(players, actor)
  const rules = rulesOf(room.game_key)
  const move = readMove(rules, given)
  const before = await repeated(tx, actor, room, number, move)
  if (before) return before
  requireTurn(tx, room, me)
  if (number !== room.move_number + 1)
    throw new Problem('conflict', `The next move is number ${room.move_number + 1}`)
  const board = rules.play(boardOf(room), move)
  const outcome = rules.outcome(board)
  const after = await changeRoom(tx, room, {
    board: JSON.stringify(board),
    move_number: number,
    due_at: outcome ? null : dueAt(tx, room),
  })
  const made: MoveMade = { number, round: room.round, user_id: actor.id, move, at: tx.at } as MoveMade
  tellRoom(tx, 'game.moved', actor.id, toRoomInfo(after, players), { move: made })
  const last = outcome ? await endRound(tx, after, players, { outcome }) : after
  if (!outcome) tellTurn(tx, actor, after, players)
  const answer = { move: made, room: toRoomInfo(last, players) }
  await keep(tx, answer)
  return answer
}

/** @throws Problem forbidden */
export function requirePlayer(players: Person[], actor: Actor): Person {
  const me = players.find(({ user_id }) => user_id === actor.id)
  if (!me) throw new Problem('forbidden', 'Only who plays here may do this')
  return me
}

/** @throws Problem conflict */
function requireTurn({ at }: Tx, room: Room, me: Person): void {
  if (room.state === 'waiting') throw new Problem('conflict', 'The game has not begun')
  if (room.state === 'ended') throw new Problem('conflict', 'The game is over')
  if (boardOf(room).turn !== me.place) throw new Problem('conflict', 'It is not your turn')
  if (room.due_at !== null && at >= room.due_at) throw new Problem('conflict', 'Your time is over')
}

/** What was answered to this very move. @throws Problem conflict when the number was another move */
async function repeated({ db }: Tx, actor: Actor, room: Room, number: number, move: unknown) {
  if (number > room.move_number) return undefined
  const row = await db
    .selectFrom('moves')
    .selectAll()
    .where('room_id', '=', room.id)
    .where('number', '=', number)
    .executeTakeFirst()
  if (row?.user_id === actor.id && row.move === JSON.stringify(move))
    return JSON.parse(row.answer) as MoveAnswer
  if (room.state !== 'playing') return undefined
  throw new Problem('conflict', `Move ${number} was another one; the next is number ${room.move_number + 1}`)
}

function keep({ db, at }: Tx, answer: MoveAnswer) {
  const { number, round, user_id, move } = answer.move
  const row = { room_id: answer.room.id, number, round, user_id, created_at: at }
  return db
    .insertInto('moves')
    .values({ ...row, move: JSON.stringify(move), answer: JSON.stringify(answer) })
    .execute()
}

function tellTurn(tx: Tx, actor: Actor, room: Room, players: Person[]): void {
  if (room.clock_ms !== null && room.clock_ms < LEISURE_MS) return
  const next = players.find(({ place }) => place === boardOf(room).turn)!
  append(tx, {
    stream: userStream(next.user_id),
    kind: 'game.turn',
    actorId: actor.id,
    body: { room_id: room.id, move_number: room.move_number, round: room.round },
    alert: {
      key: 'game.turn',
      args: { game: rulesOf(room.game_key).about.title },
      collapse: `game:${room.id}`,
    },
  })
}
