import type { Kysely, Selectable } from 'kysely'
import type { Tx } from '../db/commit.ts'
import { lock } from '../db/dialect.ts'
import type { RoomPersonRow, RoomRow, Schema } from '../db/schema.ts'
import { orNull, text, time, version, z } from '../http/schemas.ts'
import { append } from '../log/append.ts'
import { gameStream } from '../log/entry.ts'
import { notFound } from '../problem.ts'
import { rulesOf } from './playable.ts'
import type { Board } from './rules.ts'

const place = z.number().int().openapi({ description: 'Where a player sits; 0 begins' })

export const Result = z
  .object({
    winner_id: z.string().nullable().openapi({ description: 'Null for a draw' }),
    reason: z.enum(['board', 'resigned', 'time']),
    line: z.array(z.array(z.number().int())).openapi({ description: 'Row and column of the cells that won' }),
  })
  .openapi('GameResult')

/** A room as everybody in it sees it alike; this is what the log says of it, the whole board with it. */
export const RoomInfo = z.object({
  id: z.string(),
  game_id: z.string(),
  game_key: z.string(),
  name: z.string(),
  public: z.boolean(),
  creator_id: z.string(),
  state: z.enum(['waiting', 'playing', 'ended']),
  round: z.number().int().openapi({ description: 'The how manieth game is played here; 0 before the first' }),
  players: z.array(
    z.object({
      user_id: z.string(),
      place,
      mark: z.string().openapi({ description: 'What stands for him on the board: X, O, red, yellow' }),
      wants_rematch: z.boolean(),
    }),
  ),
  board: z
    .looseObject({
      cells: z
        .array(z.array(z.number().int().nullable()))
        .openapi({ description: 'Rows from the top; in each cell the place of whose it is, or null' }),
      turn: place,
    })
    .nullable(),
  turn_user_id: z.string().nullable().openapi({ description: 'Who is to move, while the game goes on' }),
  move_number: z
    .number()
    .int()
    .openapi({ description: 'How many moves were made here, in all rounds. The next has one more.' }),
  clock_seconds: z.number().int().nullable().openapi({ description: 'How long a move may take' }),
  due_at: time.nullable().openapi({ description: 'When whoever is to move loses by the clock' }),
  result: orNull(Result).openapi({ description: 'How the last round ended' }),
  spectator_count: z.number().int(),
  chat_id: z.string().openapi({ description: 'The chat beside the board' }),
  created_at: time,
  active_at: time,
  version,
})

export type Result = z.infer<typeof Result>
export type RoomInfo = z.infer<typeof RoomInfo>
export type Room = Selectable<RoomRow>
export type Person = Selectable<RoomPersonRow>

export const roomName = text(100).trim()

export const boardOf = ({ board }: Room): Board => JSON.parse(board!) as Board

export function toRoomInfo(room: Room, players: Person[]): RoomInfo {
  const { is_public, code: _, clock_ms, board: text, result, ...rest } = room
  const board = text === null ? null : boardOf(room)
  const { marks } = rulesOf(room.game_key)
  const turn = room.state === 'playing' ? players.find((one) => one.place === board!.turn) : undefined
  return {
    ...rest,
    public: is_public === 1,
    players: players.map(({ user_id, place, wants_rematch }) => ({
      user_id,
      place: place!,
      mark: marks[place!]!,
      wants_rematch: wants_rematch === 1,
    })),
    board,
    turn_user_id: turn?.user_id ?? null,
    clock_seconds: clock_ms === null ? null : clock_ms / 1000,
    result: result === null ? null : (JSON.parse(result) as Result),
  }
}

/** Who plays in a room, in the order in which they sit. */
export function playersOf(db: Kysely<Schema>, roomId: string): Promise<Person[]> {
  const seated = db.selectFrom('room_people').selectAll().where('room_id', '=', roomId)
  return seated.where('place', 'is not', null).orderBy('place').execute()
}

export function findPerson(db: Kysely<Schema>, roomId: string, userId: string): Promise<Person | undefined> {
  return db
    .selectFrom('room_people')
    .selectAll()
    .where('room_id', '=', roomId)
    .where('user_id', '=', userId)
    .executeTakeFirst()
}

/** From here to the commit nobody else changes this room, or who is in it. @throws Problem not_found */
export async function lockRoom(tx: Tx, roomId: string): Promise<Room> {
  const query = tx.db.selectFrom('rooms').selectAll().where('id', '=', roomId)
  const room = await lock(tx.dialect, query).executeTakeFirst()
  if (!room) throw notFound('room')
  return room
}

/** Writes down what has become of a room whose row is locked. */
export async function changeRoom(tx: Tx, room: Room, changes: Partial<Room>): Promise<Room> {
  const after = { ...room, ...changes, version: room.version + 1, active_at: tx.at }
  const { version, active_at } = after
  await tx.db
    .updateTable('rooms')
    .set({ ...changes, version, active_at })
    .where('id', '=', room.id)
    .execute()
  return after
}

/** Tells everybody in a room what has happened, with the room as it is now. */
export function tellRoom(
  tx: Tx,
  kind: string,
  actorId: string | null,
  info: RoomInfo,
  more: object = {},
  about?: string,
): void {
  append(tx, { stream: gameStream(info.id), kind, actorId, body: { room: info, ...more }, about })
}
