import type { Faker } from '@faker-js/faker'
import type { Chat, Member } from '../../chats/chat.ts'
import { newId } from '../../id.ts'
import { pairOf } from '../../users/block.ts'
import type { User } from '../../users/user.ts'

/** A chat that is being filled. */
export interface FakeChat {
  row: Chat
  people: User[]
  /** The newest messages, which may be answered. */
  recent: { id: string; senderId: string }[]
  /** The position of each one's own newest message. */
  spoke: Map<string, number>
}

const titles = [
  'Book club',
  'Sunday walks',
  'Flat 4b',
  'Choir',
  'Board games',
  'Allotment',
  'Parents of class 3',
  'Swimming at seven',
]

/** Direct and group chats, in the order of their beginning, between two instants. */
export function inventChats(faker: Faker, people: User[], from: number, until: number): FakeChat[] {
  const groups = Math.max(1, Math.round(people.length / 5))
  const pairs = new Set<string>()
  const most = (people.length * (people.length - 1)) / 2
  const chats = Array.from({ length: groups }, () => groupOf(faker, people))
  for (
    let tries = 0;
    pairs.size < Math.min(most, people.length * 1.5) && tries < people.length * 4;
    tries++
  ) {
    const both = faker.helpers.arrayElements(people, 2)
    const pair = pairOf(both[0]!.id, both[1]!.id)
    if (!pairs.has(pair)) chats.push(chatOf({ kind: 'direct', title: '', pair, shares_history: 1 }, both))
    pairs.add(pair)
  }
  for (const { row } of chats) {
    // Most begin early: the year is to be full of talk.
    row.created_at = from + Math.floor((until - from) * 0.8 * faker.number.float() ** 2)
    row.active_at = row.created_at
  }
  chats.sort((a, b) => a.row.created_at - b.row.created_at)
  return chats
}

function groupOf(faker: Faker, people: User[]): FakeChat {
  const most = Math.min(people.length, 40)
  const size = Math.max(Math.min(3, most), Math.ceil(most * faker.number.float() ** 2))
  const title = faker.datatype.boolean()
    ? faker.helpers.arrayElement(titles)
    : `${faker.location.city()} ${faker.helpers.arrayElement(['runners', 'neighbours', 'trip', 'team', 'reunion'])}`
  const shares_history = Number(faker.datatype.boolean(0.8))
  return chatOf(
    { kind: 'group', title, pair: null, shares_history },
    faker.helpers.arrayElements(people, size),
  )
}

function chatOf(kind: Pick<Chat, 'kind' | 'title' | 'pair' | 'shares_history'>, people: User[]): FakeChat {
  const row: Chat = {
    id: newId(),
    host: null,
    ...kind,
    picture_id: null,
    last_position: 0,
    member_count: people.length,
    active_at: 0,
    version: 1,
    created_at: 0,
  }
  return { row, people, recent: [], spoke: new Map() }
}

/** Everybody was there from the beginning, and has read nothing yet. */
export function membersOf({ row, people }: FakeChat): Member[] {
  return people.map((user, i) => ({
    chat_id: row.id,
    user_id: user.id,
    role: row.kind === 'direct' || i > 1 ? 'member' : i === 0 ? 'owner' : 'admin',
    first_position: 1,
    read_position: 0,
    delivered_position: 0,
    joined_at: row.created_at,
    muted_until: null,
  }))
}

/** Most have read everything, some not the newest; nobody writes below what he has not read. */
export function readingOf(faker: Faker, { row, spoke }: FakeChat, userId: string) {
  const behind = faker.datatype.boolean(0.7) ? 0 : faker.number.int({ min: 1, max: 20 })
  const read_position = Math.max(row.last_position - behind, spoke.get(userId) ?? 0, 0)
  const delivered_position = faker.datatype.boolean(0.8) ? row.last_position : read_position
  return { read_position, delivered_position }
}
