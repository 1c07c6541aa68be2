import type { Selectable } from 'kysely'
import type { Tx } from '../../db/commit.ts'
import { lock } from '../../db/dialect.ts'
import { insertAll } from '../../db/insert.ts'
import type { MessageRow } from '../../db/schema.ts'
import { indexWords } from '../../db/search.ts'
import { messageHolder } from '../../media/attach.ts'
import { isBlank } from '../../messages/message.ts'
import { storedWords } from '../../messages/words.ts'
import { pairOf } from '../../users/block.ts'
import { directChats } from './chats.ts'
import type { Key, MessageItem } from './item.ts'
import { fresh, nothing, type Outcome, present, remark, skip, type Taking, type Told } from './taking.ts'

type To = Exclude<MessageItem['to'], { chat: Key | undefined }> | { chat: Key }
type Whole = Told<Omit<MessageItem, 'to'> & { to: To }>
type Said = Whole & { id: string }

/** Where a message is to stand: in the direct chat of a pair, or in a chat that is there. */
interface Place {
  pair?: string
  chatId: string
  projectId: string | null
}

/** Stores what was said long ago, as read. The log, which is about what happens now, says nothing of it. */
export async function takeMessages(tx: Tx, taking: Taking, told: Told<MessageItem>[]): Promise<Outcome> {
  const outcome = nothing()
  const whole = told.flatMap((one) => completed(taking, one, outcome))
  const said = await fresh(tx, taking, whole, 'messages', outcome)
  const places = await findPlaces(tx, taking, said, outcome)
  const wanted = new Map<string, { id: string; at: number }>()
  for (const [{ item }, { pair, chatId }] of places)
    if (pair !== undefined && !wanted.has(pair)) wanted.set(pair, { id: chatId, at: item.at })
  const directs = await directChats(tx, wanted)
  for (const place of places.values()) if (place.pair !== undefined) place.chatId = directs.get(place.pair)!
  await store(tx, taking, places, outcome)
  return outcome
}

/** With the chat and the time that it does not say itself. */
function completed({ chatOf, begun }: Taking, told: Told<MessageItem>, outcome: Outcome): Whole[] {
  const { item, line } = told
  const { to, at } = item
  if (!('chat' in to)) return [{ line, item: { ...item, to } }]
  const chat = to.chat ?? chatOf.get(item.key)
  const time = at || (chat === undefined ? undefined : begun.get(chat))
  if (chat !== undefined && time !== undefined) return [{ line, item: { ...item, to: { chat }, at: time } }]
  skip(outcome, told, chat === undefined ? 'no chat is said, and none names it' : 'its time is missing')
  return []
}

async function findPlaces(tx: Tx, taking: Taking, said: Said[], outcome: Outcome): Promise<Map<Said, Place>> {
  const { idOf, directs } = taking
  const users = await present(
    tx,
    'users',
    said.flatMap(({ item: { sender, to } }) => {
      const others = 'chat' in to ? (directs.get(to.chat) ?? []) : 'user' in to ? [to.user] : []
      return [sender, ...others].map((key) => idOf('user', key))
    }),
  )
  const chats = await present(
    tx,
    'chats',
    said.flatMap(({ item: { to } }) => ('chat' in to ? idOf('chat', to.chat) : [])),
  )
  const projects = await projectChats(
    tx,
    said.flatMap(({ item: { to } }) =>
      'project' in to && to.project !== undefined ? idOf('project', to.project) : [],
    ),
  )
  const places = new Map<Said, Place>()
  for (const one of said) {
    const { item } = one
    const place = users.has(idOf('user', item.sender))
      ? placeOf(taking, item, users, chats, projects)
      : 'its sender is not here'
    if (typeof place === 'string') skip(outcome, one, place)
    else if (isBlank(item.text) && !hasFiles(item)) skip(outcome, one, 'it is empty')
    else places.set(one, place)
  }
  return places
}

const hasFiles = ({ postcard }: MessageItem) => Object.values(postcard ?? {}).some((name) => name !== '')

function placeOf(
  { idOf, directs }: Taking,
  { sender, to }: Whole['item'],
  users: Set<string>,
  chats: Set<string>,
  projects: Map<string, string>,
): Place | string {
  if ('chat' in to && !directs.has(to.chat)) {
    const chatId = idOf('chat', to.chat)
    return chats.has(chatId) ? { chatId, projectId: null } : 'its chat is not here'
  }
  const project = 'project' in to && to.project !== undefined ? idOf('project', to.project) : null
  const projectChat = project === null ? undefined : projects.get(project)
  if (project !== null && projectChat === undefined) return 'its project is not here'
  if (!('user' in to) && !('chat' in to)) return { chatId: projectChat!, projectId: null }
  const both = 'chat' in to ? directs.get(to.chat)! : [sender, to.user]
  const [one, other = one] = both.map((key) => idOf('user', key)) as [string, string?]
  if (!users.has(one) || !users.has(other)) return 'its receiver is not here'
  const pair = pairOf(one, other)
  return { pair, chatId: idOf('chat', 'chat' in to ? to.chat : `direct:${pair}`), projectId: project }
}

async function projectChats({ db }: Tx, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const query = db
    .selectFrom('projects')
    .select(['id', 'chat_id'])
    .where('id', 'in', [...new Set(ids)])
  return new Map((await query.execute()).map(({ id, chat_id }) => [id, chat_id]))
}

async function store(tx: Tx, { idOf }: Taking, places: Map<Said, Place>, outcome: Outcome): Promise<void> {
  if (places.size === 0) return
  const chatIds = [...new Set([...places.values()].map(({ chatId }) => chatId))]
  const chats = tx.db
    .selectFrom('chats')
    .select(['id', 'last_position', 'active_at'])
    .where('id', 'in', chatIds)
  const heads = new Map(
    (await lock(tx.dialect, chats.orderBy('id')).execute()).map((chat) => [chat.id, { ...chat }]),
  )
  const before = new Map([...heads].map(([id, { last_position }]) => [id, last_position]))
  const numbers = await numberAll(tx, [...places.keys()], outcome)
  const rows = [...places].map(([{ id, item }, { chatId, projectId }], i): Selectable<MessageRow> => {
    const head = heads.get(chatId)!
    head.active_at = Math.max(head.active_at, item.at)
    return {
      id,
      number: numbers[i]!,
      chat_id: chatId,
      position: ++head.last_position,
      sender_id: idOf('user', item.sender),
      client_id: null,
      client_digest: null,
      text: item.text,
      reply_to_id: null,
      version: item.editedAt === undefined ? 1 : 2,
      created_at: item.at,
      written_at: item.writtenAt ?? null,
      edited_at: item.editedAt ?? null,
      deleted_at: null,
      pinned_at: null,
      pinned_by: null,
      project_id: projectId,
      words: storedWords(item.text),
    }
  })
  await insertAll(tx.db, 'messages', rows)
  await indexWords(tx.db, tx.dialect, rows)
  await insertAll(
    tx.db,
    'postcards',
    [...places.keys()].flatMap(({ id, item }) =>
      item.postcard ? [{ holder: messageHolder(id), ...item.postcard }] : [],
    ),
  )
  for (const { id, last_position, active_at } of heads.values()) {
    await tx.db.updateTable('chats').set({ last_position, active_at }).where('id', '=', id).execute()
    // Who had read everything has read this, too.
    await tx.db
      .updateTable('members')
      .set({ read_position: last_position, delivered_position: last_position })
      .where('chat_id', '=', id)
      .where('read_position', '=', before.get(id)!)
      .execute()
  }
  outcome.taken += rows.length
}

async function numberAll(tx: Tx, said: Said[], outcome: Outcome): Promise<number[]> {
  const wanted = said.flatMap(({ item }) => item.number ?? [])
  const rows =
    wanted.length === 0
      ? []
      : await tx.db.selectFrom('messages').select('number').where('number', 'in', wanted).execute()
  const held = new Set(rows.map((row) => row.number))
  const numbers = said.map((one) => {
    const { number = 0 } = one.item
    if (!held.has(number)) {
      if (number !== 0) held.add(number)
      return number
    }
    remark(outcome, one, `another message has its number ${number}: it gets another`)
    return 0
  })
  const without = numbers.filter((number) => number === 0).length
  const more = without === 0 ? [] : await tx.numbers(tx, 'messages', without)
  return numbers.map((number) => (number === 0 ? more.shift()! : number))
}
