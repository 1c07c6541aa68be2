import { type Chat, type Member, toChatInfo } from '../../chats/chat.ts'
import type { Tx } from '../../db/commit.ts'
import { insertAll } from '../../db/insert.ts'
import type { Role } from '../../db/schema.ts'
import { append, follow } from '../../log/append.ts'
import { chatStream, projectStream } from '../../log/entry.ts'
import { findTitled, type Project, roles, titled } from '../../projects/project.ts'
import { tell } from '../../projects/tell.ts'
import { pairOf } from '../../users/block.ts'
import { findUser } from '../../users/user.ts'
import type { ChatItem, ProjectItem } from './item.ts'
import { fresh, nothing, type Outcome, present, remark, skip, type Taking, type Told } from './taking.ts'

const MOST_NAMED = 100

interface NewChat {
  id: string
  title: string
  /** Both ids of a direct chat. */
  pair: string | null
  host: string | null
  at: number
  people: { id: string; role: Role }[]
}

/** Makes chats, empty. Who is in them hears from now on what is said there. */
export async function storeChats(tx: Tx, chats: NewChat[]): Promise<void> {
  const rows = chats.map(toRow)
  await insertAll(tx.db, 'chats', rows)
  await insertAll(tx.db, 'members', chats.flatMap(toMembers))
  chats.forEach((chat, i) => {
    const ids = chat.people.map(({ id }) => id)
    follow(tx, ids, chatStream(chat.id))
    const body = { chat: toChatInfo(rows[i]!), member_ids: ids.slice(0, MOST_NAMED) }
    append(tx, { stream: chatStream(chat.id), kind: 'chat.created', actorId: ids[0]!, body })
  })
}

function toRow({ id, title, pair, host, at, people }: NewChat): Chat {
  return {
    id,
    kind: pair === null ? 'group' : 'direct',
    title,
    picture_id: null,
    pair,
    host,
    shares_history: 1,
    last_position: 0,
    member_count: people.length,
    active_at: at,
    version: 1,
    created_at: at,
  }
}

function toMembers({ id: chat_id, people, at }: NewChat): Member[] {
  const untouched = { first_position: 1, read_position: 0, delivered_position: 0, muted_until: null }
  return people.map(({ id, role }) => ({ chat_id, user_id: id, role, ...untouched, joined_at: at }))
}

/** The direct chats of these pairs, by pair; those that are not there yet are made, with the id that is wanted. */
export async function directChats(
  tx: Tx,
  wanted: ReadonlyMap<string, { id: string; at: number }>,
): Promise<Map<string, string>> {
  const pairs = [...wanted.keys()]
  if (pairs.length === 0) return new Map()
  const rows = await tx.db.selectFrom('chats').select(['id', 'pair']).where('pair', 'in', pairs).execute()
  const found = new Map(rows.map(({ id, pair }) => [pair!, id]))
  const missing = pairs.filter((pair) => !found.has(pair))
  const made = missing.map((pair): NewChat => {
    const people = [...new Set(pair.split(':'))].map((id) => ({ id, role: 'member' as const }))
    return { ...wanted.get(pair)!, title: '', pair, host: null, people }
  })
  await storeChats(tx, made)
  for (const { pair, id } of made) found.set(pair!, id)
  return found
}

export async function takeChats(tx: Tx, taking: Taking, told: Told<ChatItem>[]): Promise<Outcome> {
  const outcome = nothing()
  const chats = await fresh(tx, taking, told, 'chats', outcome)
  const there = await present(
    tx,
    'users',
    chats.flatMap(({ item }) => item.users.map((key) => taking.idOf('user', key))),
  )
  const groups: NewChat[] = []
  const directs = new Map<string, { id: string; at: number }>()
  for (const one of chats) {
    const { id, item } = one
    const at = Math.min(item.at ?? tx.at, tx.at)
    const people = item.users.map((key) => taking.idOf('user', key)).filter((user) => there.has(user))
    if (people.length === 0 || (item.isDirect && people.length < item.users.length)) {
      skip(outcome, one, 'nobody of it is here, or only one of two')
      continue
    }
    if (people.length < item.users.length) remark(outcome, one, 'not everybody of it is here')
    if (item.isDirect) directs.set(pairOf(people[0]!, people[1] ?? people[0]!), { id, at })
    else groups.push(groupOf(id, item.title, at, people))
  }
  const before = outcome.notes.filter(({ skipped }) => skipped).length
  await storeChats(tx, groups)
  await directChats(tx, directs)
  outcome.taken += chats.length - before
  return outcome
}

function groupOf(id: string, title: string, at: number, people: string[]): NewChat {
  const members = people.map((user, i) => ({
    id: user,
    role: i === 0 ? ('owner' as const) : ('member' as const),
  }))
  return { id, title: title.trim() || 'Chat', pair: null, host: null, at, people: members }
}

/** Projects with their chats. Of two of one owner that are called the same, the later gets its key behind its title. */
export async function takeProjects(tx: Tx, taking: Taking, told: Told<ProjectItem>[]): Promise<Outcome> {
  const outcome = nothing()
  for (const one of await fresh(tx, taking, told, 'projects', outcome)) {
    const { item } = one
    const people = await peopleOf(tx, taking, item)
    if (!people) {
      skip(outcome, one, 'its owner is not here')
      continue
    }
    const wanted = item.title || 'Project'
    const isTaken = (await findTitled(tx, people[0]!.id, wanted)) !== undefined
    const title = isTaken ? `${wanted.slice(0, 200)} (${item.key})` : wanted
    if (title !== item.title) remark(outcome, one, `its title is ${title} now`)
    if (people.length < new Set([item.owner, ...item.coaches, ...item.participants]).size)
      remark(outcome, one, 'not everybody of it is here')
    await storeProject(tx, taking, one, title, people)
    outcome.taken++
  }
  return outcome
}

/** The owner comes first; undefined where he is not here. Whoever is in both lists is a coach. */
async function peopleOf(tx: Tx, { idOf }: Taking, { owner, coaches, participants }: ProjectItem) {
  const parts = new Map<string, Role>()
  for (const key of participants) parts.set(idOf('user', key), roles.participant)
  for (const key of coaches) parts.set(idOf('user', key), roles.coach)
  const ownerId = idOf('user', owner)
  parts.delete(ownerId)
  const there = await present(tx, 'users', [ownerId, ...parts.keys()])
  if (!there.has(ownerId)) return undefined
  const others = [...parts].filter(([id]) => there.has(id)).map(([id, role]) => ({ id, role }))
  return [{ id: ownerId, role: roles.owner }, ...others]
}

async function storeProject(
  tx: Tx,
  { idOf }: Taking,
  { id, item }: Told<ProjectItem> & { id: string },
  title: string,
  people: NewChat['people'],
) {
  const at = Math.min(item.at ?? tx.at, tx.at)
  const chat_id = idOf('chat', `project:${item.key}`)
  await storeChats(tx, [{ id: chat_id, title, pair: null, host: projectStream(id), at, people }])
  const project: Project = {
    id,
    ...titled(title),
    description: '',
    owner_id: people[0]!.id,
    chat_id,
    archived_at: null,
    version: 1,
    created_at: at,
  }
  await tx.db.insertInto('projects').values(project).execute()
  follow(
    tx,
    people.map((one) => one.id),
    projectStream(id),
  )
  tell(tx, 'project.created', project.owner_id, project, await findUser(tx.db, project.owner_id))
}
