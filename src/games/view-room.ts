import type { Kysely } from 'kysely'
import type { Schema } from '../db/schema.ts'
import { z } from '../http/schemas.ts'
import { notFound } from '../problem.ts'
import { blockedAmong } from '../users/block.ts'
import { Card, toCard } from '../users/user.ts'
import { findPerson, type Person, playersOf, type Room, RoomInfo, toRoomInfo } from './room.ts'

/** A room as one of those who may see it does. */
export const RoomView = RoomInfo.extend({
  role: z
    .enum(['player', 'spectator', 'invited'])
    .nullable()
    .openapi({ description: 'What I am here; null for nothing' }),
  code: z
    .string()
    .nullable()
    .openapi({ description: 'By which others come into a private room; its players see it' }),
  users: z.array(Card).openapi({ description: 'The players and who made the room' }),
}).openapi('Room')

export type RoomView = z.infer<typeof RoomView>

/**
 * Whether somebody may see a room: he is in it, invited to it or has made it; or it is public, and none of those who
 * made it and play in it blocks him or is blocked by him. @throws Problem not_found
 */
export async function requireSight(
  db: Kysely<Schema>,
  userId: string,
  room: Room,
  players: Person[],
): Promise<Person | undefined> {
  const mine = await findPerson(db, room.id, userId)
  if (mine || room.creator_id === userId) return mine
  if (room.is_public === 0) throw notFound('room')
  await requireNoBlock(db, userId, room, players)
  return undefined
}

/** @throws Problem not_found */
export async function requireNoBlock(
  db: Kysely<Schema>,
  userId: string,
  room: Room,
  players: Person[],
): Promise<void> {
  const others = peopleOf(room, players).filter((id) => id !== userId)
  if ((await blockedAmong(db, userId, others)).size > 0) throw notFound('room')
}

export function peopleOf({ creator_id }: Room, players: Person[]): string[] {
  return [...new Set([creator_id, ...players.map((player) => player.user_id)])]
}

/** One room as I see it. @throws Problem not_found */
export async function viewRoom(db: Kysely<Schema>, userId: string, roomId: string): Promise<RoomView> {
  const room = await db.selectFrom('rooms').selectAll().where('id', '=', roomId).executeTakeFirst()
  if (!room) throw notFound('room')
  await requireSight(db, userId, room, await playersOf(db, roomId))
  const [view] = await viewRooms(db, userId, [room])
  return view!
}

/** The views of any number of rooms that I may see, in as many queries as of one. */
export async function viewRooms(db: Kysely<Schema>, userId: string, rooms: Room[]): Promise<RoomView[]> {
  if (rooms.length === 0) return []
  const people = await db
    .selectFrom('room_people')
    .selectAll()
    .where(
      'room_id',
      'in',
      rooms.map((room) => room.id),
    )
    .where((is) => is.or([is('place', 'is not', null), is('user_id', '=', userId)]))
    .orderBy('place')
    .execute()
  const byRoom = Map.groupBy(people, (one) => one.room_id)
  const seen = rooms.map((room) => {
    const here = byRoom.get(room.id) ?? []
    const players = here.filter(({ place }) => place !== null)
    return { room, players, mine: here.find(({ user_id }) => user_id === userId) }
  })
  const ids = new Set(seen.flatMap(({ room, players }) => peopleOf(room, players)))
  const cards = await cardsOf(db, [...ids])
  return seen.map(({ room, players, mine }) => ({
    ...toRoomInfo(room, players),
    role: mine?.role ?? null,
    code: mine?.role === 'player' ? room.code : null,
    users: peopleOf(room, players).flatMap((id) => cards.get(id) ?? []),
  }))
}

async function cardsOf(db: Kysely<Schema>, ids: string[]): Promise<Map<string, Card>> {
  const users = await db.selectFrom('users').selectAll().where('id', 'in', ids).execute()
  return new Map(users.map((user) => [user.id, toCard(user)]))
}
