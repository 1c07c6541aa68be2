import type { Tx } from '../db/commit.ts'
import { hot } from '../db/hot.ts'
import { insertAll } from '../db/insert.ts'
import { newId } from '../id.ts'
import { append } from '../log/append.ts'
import { chatStream } from '../log/entry.ts'
import { mediaOf, messageHolder, pickAttachable, pinAll } from '../media/attach.ts'
import type { MediaInfo } from '../media/media.ts'
import { notFound, Problem } from '../problem.ts'
import { alertOf } from './alert.ts'
import { type Draft, digestOf, type Ground, keyOf, membershipOf, readGround } from './draft.ts'
import { resolveMentions } from './mentions.ts'
import { type Message, type MessageRecord, mentionsOf, toMessage } from './message.ts'
import { unreachable } from './reach.ts'

/** The search index follows the log; see `search-index.ts`. */
const NOT_YET_INDEXED = ''

/**
 * Sends many messages in a handful of statements, each with an outcome of its own: the message, or why it was
 * refused. A draft whose key was used before is answered with the message that it made then.
 */
export async function sendAll(tx: Tx, drafts: Draft[]): Promise<(Message | Problem)[]> {
  const ground = await readGround(tx, drafts)
  const fresh: Fresh[] = []
  const judged = drafts.map((draft) => {
    if (!isMember(draft, ground)) return notFound('chat')
    const key = keyOf(draft)
    const before = key && ground.sentBefore.get(key)
    if (before) return isSame(draft, before) ? before : reused()
    const media = judge(draft, ground)
    if (media instanceof Problem) return media
    const row = record(tx, draft, ++ground.chats.get(draft.chatId)!.last_position)
    if (key) ground.sentBefore.set(key, row)
    fresh.push({ row, media })
    return row
  })
  const messages = await store(tx, fresh, ground)
  const repeated = judged.filter(
    (one) => !(one instanceof Problem) && !messages.has(one.id),
  ) as MessageRecord[]
  for (const message of await sentAgain(tx, repeated)) messages.set(message.id, message)
  return judged.map((one) => (one instanceof Problem ? one : messages.get(one.id)!))
}

/** A message that is new, with what is sent along. */
interface Fresh {
  row: MessageRecord
  media: MediaInfo[]
}

/** What was sent before with the same keys, as it is now. */
async function sentAgain({ db }: Tx, rows: MessageRecord[]): Promise<Message[]> {
  const ids = rows.map((row) => row.id)
  const mentions = await mentionsOf(db, ids)
  const media = await mediaOf(db, ids.map(messageHolder))
  return rows.map((row) => toMessage(row, mentions.get(row.id) ?? [], media.get(messageHolder(row.id)) ?? []))
}

const reused = () => new Problem('key_reused', 'This key came with another message before; use a new one')

function isMember(draft: Draft, { chats, memberships }: Ground): boolean {
  return chats.has(draft.chatId) && memberships.has(membershipOf(draft))
}

/** A deleted message has no digest any more; whoever asks for it again is shown what is left. */
function isSame(draft: Draft, { chat_id, client_digest }: MessageRecord): boolean {
  return client_digest === null ? chat_id === draft.chatId : client_digest === digestOf(draft)
}

/** What is sent along; or why it cannot be sent. */
function judge(draft: Draft, ground: Ground): MediaInfo[] | Problem {
  const problem = refusal(draft, ground)
  if (problem || draft.mediaIds.length === 0) return problem ?? []
  try {
    return pickAttachable(ground.media, { ownerId: draft.actor.id, mediaIds: draft.mediaIds })
  } catch (refused) {
    return refused as Problem
  }
}

function refusal(draft: Draft, ground: Ground): Problem | undefined {
  const first = ground.memberships.get(membershipOf(draft))!
  const { pair } = ground.chats.get(draft.chatId)!
  if (pair && ground.silenced.has(pair)) return unreachable()
  if (draft.replyToId === null) return undefined
  const replied = ground.replied.get(`${draft.chatId} ${draft.replyToId}`)
  if (replied === undefined || replied.position < first)
    return new Problem('invalid', 'body.reply_to_id: no such message here')
  return undefined
}

function record(tx: Tx, draft: Draft, position: number): MessageRecord {
  return {
    id: draft.written?.id ?? newId(),
    number: 0,
    chat_id: draft.chatId,
    position,
    sender_id: draft.actor.id,
    client_id: draft.clientId,
    client_digest: draft.clientId === null ? null : digestOf(draft),
    text: draft.text,
    reply_to_id: draft.replyToId,
    version: 1,
    created_at: tx.at,
    written_at: draft.written?.at ?? null,
    edited_at: null,
    deleted_at: null,
    pinned_at: null,
    pinned_by: null,
    project_id: draft.projectId ?? null,
  }
}

/** Writes the rows, moves the chats on, and says so in the log. Answers the messages by their ids. */
async function store(tx: Tx, fresh: Fresh[], ground: Ground): Promise<Map<string, Message>> {
  const messages = new Map<string, Message>()
  if (fresh.length === 0) return messages
  const rows = fresh.map(({ row }) => row)
  const numbers = await tx.numbers(tx, 'messages', rows.length)
  rows.forEach((row, i) => {
    row.number = numbers[i]!
  })
  const mentions = await resolveMentions(
    tx.db,
    rows.map((row) => ({ chatId: row.chat_id, text: row.text })),
  )
  await insertAll(
    tx.db,
    'messages',
    rows.map((row) => ({ ...row, words: NOT_YET_INDEXED })),
  )
  const mentionRows = rows.flatMap(({ id: message_id, chat_id, position }, i) =>
    mentions[i]!.map((user_id) => ({ user_id, chat_id, position, message_id })),
  )
  await insertAll(tx.db, 'mentions', mentionRows)
  await pinAll(
    tx,
    fresh.map(({ row, media }) => ({ holder: messageHolder(row.id), mediaIds: media.map(({ id }) => id) })),
  )
  for (const chatId of new Set(rows.map((row) => row.chat_id))) {
    const last = ground.chats.get(chatId)!.last_position
    await hot(tx.db, 'move chat on', [last, tx.at, chatId], () =>
      tx.db.updateTable('chats').set({ last_position: last, active_at: tx.at }).where('id', '=', chatId),
    )
  }
  fresh.forEach(({ row, media }, i) => {
    const message = toMessage(row, mentions[i]!, media)
    messages.set(row.id, message)
    append(tx, {
      stream: chatStream(row.chat_id),
      kind: 'message.sent',
      actorId: row.sender_id,
      body: { message },
      about: row.id,
      alert: alertOf(row, ground.chats.get(row.chat_id)!, called(row, mentions[i]!, ground)),
    })
  })
  return messages
}

/** Whom a message is meant for: whom it mentions or answers, and to whom it was written for later. */
function called({ chat_id, reply_to_id, written_at }: MessageRecord, mentions: string[], ground: Ground) {
  const replied = ground.replied.get(`${chat_id} ${reply_to_id}`)
  const { pair } = ground.chats.get(chat_id)!
  const addressed = written_at !== null && pair !== null ? pair.split(':') : []
  return [...new Set([...mentions, ...(replied ? [replied.sender_id] : []), ...addressed])]
}
