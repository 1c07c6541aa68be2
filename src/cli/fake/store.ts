import type { Faker } from '@faker-js/faker'
import { toChatInfo } from '../../chats/chat.ts'
import type { Tx } from '../../db/commit.ts'
import { insertAll } from '../../db/insert.ts'
import { indexWords } from '../../db/search.ts'
import { append, follow } from '../../log/append.ts'
import { chatStream, userStream } from '../../log/entry.ts'
import { storedWords } from '../../messages/words.ts'
import { toMe, type User } from '../../users/user.ts'
import { type FakeChat, membersOf, readingOf } from './chats.ts'
import type { Said } from './talk.ts'

/** Makes the accounts, as registering does. */
export async function storePeople(tx: Tx, people: User[]): Promise<void> {
  const numbers = await tx.numbers(tx, 'users', people.length)
  people.forEach((user, i) => {
    user.number = numbers[i]!
  })
  await insertAll(tx.db, 'users', people)
  for (const user of people) {
    const stream = userStream(user.id)
    follow(tx, [user.id], stream)
    append(tx, { stream, kind: 'me.registered', actorId: user.id, body: { me: toMe(user) }, about: user.id })
  }
}

/** Makes the chats, empty: everybody in them hears what is said there from now on. */
export async function storeChats(tx: Tx, chats: FakeChat[]): Promise<void> {
  await insertAll(
    tx.db,
    'chats',
    chats.map(({ row }) => row),
  )
  await insertAll(tx.db, 'members', chats.flatMap(membersOf))
  for (const { row, people } of chats) {
    const ids = people.map((user) => user.id)
    follow(tx, ids, chatStream(row.id))
    const body = { chat: toChatInfo(row), member_ids: ids }
    append(tx, { stream: chatStream(row.id), kind: 'chat.created', actorId: ids[0]!, body })
  }
}

/** Stores what was said long ago. The log, which is about what happens now, says nothing of it. */
export async function storeTalk(tx: Tx, said: Said[]): Promise<void> {
  const numbers = await tx.numbers(tx, 'messages', said.length)
  const rows = said.map(({ row }, i) => ({ ...row, number: numbers[i]!, words: storedWords(row.text) }))
  await insertAll(tx.db, 'messages', rows)
  await indexWords(tx.db, tx.dialect, rows)
  await insertAll(
    tx.db,
    'mentions',
    said.flatMap((one) => one.mentions),
  )
  await insertAll(
    tx.db,
    'reactions',
    said.flatMap((one) => one.reactions),
  )
  const newest = new Map(said.map(({ row }) => [row.chat_id, row]))
  for (const [id, { position, created_at }] of newest)
    await tx.db
      .updateTable('chats')
      .set({ last_position: position, active_at: created_at })
      .where('id', '=', id)
      .execute()
}

/** Sets how far everybody has read. */
export async function storeReading(tx: Tx, faker: Faker, chats: FakeChat[]): Promise<void> {
  for (const chat of chats)
    for (const { id } of chat.people)
      await tx.db
        .updateTable('members')
        .set(readingOf(faker, chat, id))
        .where('chat_id', '=', chat.row.id)
        .where('user_id', '=', id)
        .execute()
}
