import { type Kysely, sql } from 'kysely'
import { type Chat, chatOf, type Member, outranks } from '../chats/chat.ts'
import { hiddenBy } from '../chats/unread.ts'
import type { Tx } from '../db/commit.ts'
import { lock } from '../db/dialect.ts'
import type { Schema } from '../db/schema.ts'
import type { Actor } from '../http/house.ts'
import { append } from '../log/append.ts'
import { chatStream } from '../log/entry.ts'
import { Problem } from '../problem.ts'
import { type MessageRecord, messageColumns, messageToChange } from './message.ts'
import { requireReach } from './reach.ts'
import { viewAll } from './view.ts'

const MOST_PINS = 100

interface Place {
  chat: string
  message: string
}

/** Pins a message: in a group its admins may. @throws Problem not_found, forbidden, conflict when it is deleted or too many are pinned */
export async function pin(tx: Tx, actor: Actor, place: Place): Promise<void> {
  const { chat, row } = await messageToPin(tx, actor, place)
  if (row.deleted_at !== null) throw new Problem('conflict', 'The message is deleted')
  if (row.pinned_at !== null) return
  await requireReach(tx.db, chat)
  const { many } = await tx.db
    .selectFrom('messages')
    .select(sql<number>`count(*)`.as('many'))
    .where('chat_id', '=', chat.id)
    .where('pinned_at', 'is not', null)
    .executeTakeFirstOrThrow()
  if (many >= MOST_PINS) throw new Problem('conflict', `A chat can have ${MOST_PINS} pinned messages`)
  await store(tx, actor, { ...row, pinned_at: tx.at, pinned_by: actor.id }, 'message.pinned')
}

/** @throws Problem not_found, forbidden, conflict when it is deleted */
export async function unpin(tx: Tx, actor: Actor, place: Place): Promise<void> {
  const { row } = await messageToPin(tx, actor, place)
  if (row.deleted_at !== null) throw new Problem('conflict', 'The message is deleted')
  if (row.pinned_at === null) return
  await store(tx, actor, { ...row, pinned_at: null, pinned_by: null }, 'message.unpinned')
}

async function messageToPin(tx: Tx, actor: Actor, place: Place) {
  // The chat before the message, as in sending: the number of its pins rests on it.
  await lock(tx.dialect, tx.db.selectFrom('chats').select('id').where('id', '=', place.chat)).execute()
  const found = await messageToChange(tx, actor.id, place.chat, place.message)
  if (!mayPin(found.chat, found.member))
    throw new Problem('forbidden', 'Only admins of this chat may pin messages')
  return found
}

const mayPin = (chat: Chat, { role }: Member) => chat.kind === 'direct' || outranks(role, 'member')

async function store(tx: Tx, actor: Actor, row: MessageRecord, kind: string): Promise<void> {
  const { id, pinned_at, pinned_by } = row
  await tx.db.updateTable('messages').set({ pinned_at, pinned_by }).where('id', '=', id).execute()
  // Only which message: who joined later may not be allowed to read it.
  const body = { chat_id: row.chat_id, message_id: id, pinned_at, pinned_by }
  append(tx, { stream: chatStream(row.chat_id), kind, actorId: actor.id, body, about: id })
}

/** The pinned messages of a chat that I may see, the latest pinned first. @throws Problem not_found */
export async function listPins(db: Kysely<Schema>, userId: string, chatId: string) {
  const { member } = await chatOf(db, userId, chatId)
  const rows = await db
    .selectFrom('messages')
    .select(messageColumns)
    .where('chat_id', '=', chatId)
    .where('pinned_at', 'is not', null)
    .where('position', '>=', member.first_position)
    .where((is) => is.not(is.exists(hiddenBy(db, userId))))
    .orderBy('pinned_at', 'desc')
    .orderBy('position', 'desc')
    .execute()
  return viewAll(db, userId, rows)
}
