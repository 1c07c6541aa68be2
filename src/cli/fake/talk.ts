import type { Faker } from '@faker-js/faker'
import { minute, second } from '../../clock.ts'
import type { MentionRow, ReactionRow } from '../../db/schema.ts'
import { newId } from '../../id.ts'
import type { MessageRecord } from '../../messages/message.ts'
import type { User } from '../../users/user.ts'
import type { FakeChat } from './chats.ts'
import { emoji, saying } from './sayings.ts'

/** A message and what belongs to it. */
export interface Said {
  chat: FakeChat
  row: MessageRecord
  mentions: MentionRow[]
  reactions: ReactionRow[]
}

const MOST_TURNS = 8

/**
 * Conversations between two instants, message by message in the order of time: each in a chat that had begun by then,
 * between a few of its members. Chats move on as they are spoken in.
 */
export function* talk(faker: Faker, chats: FakeChat[], many: number, from: number, until: number) {
  const begin = Math.max(from, chats[0]!.row.created_at)
  const placeOf = (done: number) => begin + ((until - begin) * done) / many
  let open = 1
  let turns: number
  for (let done = 0; done < many; done += turns) {
    turns = Math.min(many - done, faker.number.int({ min: 1, max: MOST_TURNS }))
    const isLast = done + turns === many
    const at = isLast
      ? Math.max(placeOf(done), until - turns * minute)
      : placeOf(done + turns * faker.number.float(0.9))
    while (open < chats.length && chats[open]!.row.created_at <= at) open++
    const chat = chats[Math.floor(open * faker.number.float({ max: 0.999_999 }) ** 2)]!
    yield* conversation(faker, chat, turns, at, isLast ? until : placeOf(done + turns))
  }
}

function* conversation(faker: Faker, chat: FakeChat, turns: number, from: number, until: number) {
  const few = faker.helpers.arrayElements(chat.people, { min: Math.min(2, chat.people.length), max: 4 })
  const pace = Math.min(faker.number.int({ min: 5 * second, max: 3 * minute }), (until - from) / (turns + 1))
  for (let turn = 0; turn < turns; turn++) {
    const sender = few[turn % few.length]!
    yield speak(faker, chat, sender, few, turn === 0, Math.floor(from + pace * turn), until)
  }
}

function speak(
  faker: Faker,
  chat: FakeChat,
  sender: User,
  few: User[],
  begins: boolean,
  at: number,
  until: number,
): Said {
  const { row: its, recent, spoke } = chat
  const addressed = few.find((user) => user !== sender)
  const mentions = its.kind === 'group' && addressed !== undefined && faker.datatype.boolean(0.05)
  const text = saying(faker, begins)
  const answered = recent.findLast((one) => one.senderId !== sender.id)
  const row: MessageRecord = {
    id: newId(),
    number: 0,
    chat_id: its.id,
    position: ++its.last_position,
    sender_id: sender.id,
    client_id: null,
    client_digest: null,
    text: mentions ? `@${addressed.username} ${text}` : text,
    reply_to_id: answered && !begins && faker.datatype.boolean(0.15) ? answered.id : null,
    version: 1,
    created_at: at,
    written_at: null,
    edited_at: null,
    deleted_at: null,
    pinned_at: null,
    pinned_by: null,
    project_id: null,
  }
  its.active_at = at
  spoke.set(sender.id, row.position)
  recent.push({ id: row.id, senderId: sender.id })
  if (recent.length > 5) recent.shift()
  const mentioned = {
    user_id: addressed?.id ?? '',
    chat_id: its.id,
    position: row.position,
    message_id: row.id,
  }
  return {
    chat,
    row,
    mentions: mentions ? [mentioned] : [],
    reactions: faker.datatype.boolean(0.12) ? reactions(faker, chat, row, until) : [],
  }
}

function reactions(faker: Faker, { people }: FakeChat, row: MessageRecord, until: number): ReactionRow[] {
  const others = people.filter((user) => user.id !== row.sender_id)
  return faker.helpers.arrayElements(others, { min: 1, max: 3 }).map((user) => ({
    message_id: row.id,
    user_id: user.id,
    emoji: faker.helpers.arrayElement(emoji),
    created_at: Math.min(
      Math.floor(until),
      row.created_at + faker.number.int({ min: second, max: 10 * minute }),
    ),
  }))
}
