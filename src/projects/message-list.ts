import { type Kysely, sql } from 'kysely'
import { findMember, type Member } from '../chats/chat.ts'
import { hiddenBy } from '../chats/unread.ts'
import type { Db } from '../db/open.ts'
import type { Schema } from '../db/schema.ts'
import { type Numbered, offsetOf, toNumberedPage } from '../http/numbered-pages.ts'
import { orNull, time, z } from '../http/schemas.ts'
import { mediaOf, messageHolder } from '../media/attach.ts'
import { MediaInfo } from '../media/media.ts'
import { type MessageRecord, messageColumns } from '../messages/message.ts'
import { Person, personFor } from './person.ts'
import { type Project, projectOf } from './project.ts'

export const ProjectMessage = z
  .object({
    id: z.string(),
    content: z.string(),
    sender: Person,
    receiver: orNull(Person).openapi({ description: 'To whom alone it was said; null: to all members' }),
    created_at: time,
    edited_at: time.nullable(),
    project_id: z.string(),
    chat_id: z.string(),
    position: z.number().int().openapi({ description: 'Its place in that chat' }),
    media: z.array(MediaInfo),
    file_name: z.string().optional().openapi({ description: 'Of the first of them, for clients of txchat' }),
    file_base64: z
      .string()
      .optional()
      .openapi({ description: 'The address of that file, for clients of txchat' }),
  })
  .openapi('ProjectMessage')
type ProjectMessage = z.infer<typeof ProjectMessage>

/**
 * What was said in a project, the newest first: to all its members, and privately by me or to me.
 * @throws Problem not_found
 */
export async function listProjectMessages(
  db: Db,
  userId: string,
  projectId: string,
  wanted: Numbered,
  request: Pick<Request, 'url'>,
) {
  const { project } = await projectOf(db.reader, userId, projectId)
  const member = await findMember(db.reader, project.chat_id, userId)
  const both = [publicly(db.reader, member!), privately(db.reader, member!, project)] as const
  const total = await countBoth(db, both)
  const rows = offsetOf(wanted) < total ? await newestOf(db, both, wanted) : []
  const items = await viewMessages(db.reader, userId, project, rows)
  return toNumberedPage(request, wanted, total, items)
}

function publicly(db: Kysely<Schema>, { user_id, chat_id, first_position }: Member) {
  return db
    .selectFrom('messages')
    .where('messages.chat_id', '=', chat_id)
    .where('messages.position', '>=', first_position)
    .where('messages.deleted_at', 'is', null)
    .where((is) => is.not(is.exists(hiddenBy(db, user_id))))
}

/** Who is in a direct chat has sent it or received it. */
function privately(db: Kysely<Schema>, { user_id }: Member, { id }: Project) {
  return db
    .selectFrom('messages')
    .innerJoin('members', (join) =>
      join.onRef('members.chat_id', '=', 'messages.chat_id').on('members.user_id', '=', user_id),
    )
    .where('messages.project_id', '=', id)
    .where('messages.deleted_at', 'is', null)
    .where((is) => is.not(is.exists(hiddenBy(db, user_id))))
}

type Both = readonly [ReturnType<typeof publicly>, ReturnType<typeof privately>]

async function countBoth({ slowly }: Db, [open, closed]: Both): Promise<number> {
  const many = sql<number>`count(*)`.as('many')
  const counted = await Promise.all([
    slowly(open.select(many).compile()),
    slowly(closed.select(many).compile()),
  ])
  return counted.reduce((sum, [row]) => sum + row!.many, 0)
}

/** Of either side as many as the page could need, so that the indexes give them in order; then the page of both. */
async function newestOf(db: Db, [open, closed]: Both, wanted: Numbered): Promise<MessageRecord[]> {
  const columns = ['messages.id', 'messages.created_at', 'messages.number'] as const
  const offset = offsetOf(wanted)
  const most = offset + wanted.per_page
  const said = open.select(columns).orderBy('messages.position', 'desc').limit(most)
  const whispered = closed.select(columns).orderBy('messages.created_at', 'desc').limit(most)
  const one = db.reader.selectFrom(said.as('said')).selectAll()
  const other = db.reader.selectFrom(whispered.as('whispered')).selectAll()
  const page = db.reader
    .selectFrom(one.unionAll(other).as('both'))
    .select('both.id')
    .orderBy('both.created_at', 'desc')
    .orderBy('both.number', 'desc')
    .limit(wanted.per_page)
    .offset(offset)
  const ids = (await db.slowly(page.compile())).map(({ id }) => id)
  if (ids.length === 0) return []
  const rows = await db.reader.selectFrom('messages').select(messageColumns).where('id', 'in', ids).execute()
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

/** What of a message is shown here. */
type Shown = Omit<MessageRecord, 'client_digest' | 'deleted_at'>

/** Messages as a member sees them, in as many queries as one. */
export async function viewMessages(
  db: Kysely<Schema>,
  readerId: string,
  project: Pick<Project, 'id'>,
  rows: Shown[],
): Promise<ProjectMessage[]> {
  if (rows.length === 0) return []
  const receivers = await receiversOf(db, rows)
  const ids = [...new Set([...rows.map((row) => row.sender_id), ...receivers.values()])]
  const users = await db.selectFrom('users').selectAll().where('id', 'in', ids).execute()
  const people = new Map(users.map((user) => [user.id, personFor(readerId, user)]))
  const media = await mediaOf(
    db,
    rows.map((row) => messageHolder(row.id)),
  )
  return rows.map(({ id, text, sender_id, created_at, edited_at, chat_id, position }) => ({
    id,
    content: text,
    sender: people.get(sender_id)!,
    receiver: people.get(receivers.get(id) ?? '') ?? null,
    created_at,
    edited_at,
    project_id: project.id,
    chat_id,
    position,
    media: media.get(messageHolder(id)) ?? [],
  }))
}

/** Of private messages the other one of the two, by the pair of their chat. */
async function receiversOf(db: Kysely<Schema>, rows: Shown[]): Promise<Map<string, string>> {
  const whispered = rows.filter((row) => row.project_id !== null)
  if (whispered.length === 0) return new Map()
  const chats = await db
    .selectFrom('chats')
    .select(['id', 'pair'])
    .where('id', 'in', [...new Set(whispered.map((row) => row.chat_id))])
    .execute()
  const pairs = new Map(chats.map((chat) => [chat.id, chat.pair ?? '']))
  const other = ({ chat_id, sender_id }: Shown) =>
    pairs
      .get(chat_id)!
      .split(':')
      .find((id) => id !== sender_id)!
  return new Map(whispered.map((row) => [row.id, other(row)]))
}
