import { type Kysely, sql } from 'kysely'
import type { Tx } from '../db/commit.ts'
import type { Db } from '../db/open.ts'
import type { Schema } from '../db/schema.ts'
import { z } from '../http/schemas.ts'
import { notFound } from '../problem.ts'
import type { User } from '../users/user.ts'
import { Person, personFor } from './person.ts'
import { Part, type Project, ProjectInfo, parts, toInfo } from './project.ts'

/** A project names this many of its members; the rest are in the list of members of its chat. */
const MOST_NAMED = 500

/** A project as one of its members sees it. */
export const ProjectView = ProjectInfo.extend({
  owner: Person,
  coaches: z.array(Person),
  participants: z.array(Person).openapi({
    description: `Of all members together at most ${MOST_NAMED} are named, in the order in which they came`,
  }),
  role: Part.openapi({ description: 'What I am in it' }),
  member_count: z.number().int(),
}).openapi('Project')

export type ProjectView = z.infer<typeof ProjectView>

/** What is read of a project for one of its members. */
export type Mine = Project & { role: keyof typeof parts; member_count: number }

/** The projects of somebody, for a query that narrows them. */
export function projectsOf(db: Kysely<Schema>, userId: string) {
  return db
    .selectFrom('members')
    .innerJoin('projects', 'projects.chat_id', 'members.chat_id')
    .innerJoin('chats', 'chats.id', 'projects.chat_id')
    .where('members.user_id', '=', userId)
}

/** One project as I see it. @throws Problem not_found */
export async function viewProject(
  db: Kysely<Schema>,
  userId: string,
  projectId: string,
): Promise<ProjectView> {
  const mine = await projectsOf(db, userId)
    .selectAll('projects')
    .select(['members.role', 'chats.member_count'])
    .where('projects.id', '=', projectId)
    .executeTakeFirst()
  if (!mine) throw notFound('project')
  const [view] = await viewProjects(db, userId, [mine])
  return view!
}

/** To look through more members than this is left to where it holds nobody up. */
const MANY = 2_000

/** The views of any number of projects, in as many queries as of one. Outside of a transaction `slowly` is handed in. */
export async function viewProjects(
  db: Kysely<Schema>,
  userId: string,
  rows: Mine[],
  slowly?: Db['slowly'],
): Promise<ProjectView[]> {
  if (rows.length === 0) return []
  const isMuch = rows.reduce((sum, row) => sum + row.member_count, 0) > MANY
  const first = firstMembers(
    db,
    rows.map((row) => row.chat_id),
  )
  const named: Named[] = await (slowly && isMuch ? slowly(first.compile()) : first.execute())
  const byChat = Map.groupBy(named, (one) => one.chat_id)
  return rows.map((row) => {
    const as = (part: Part) =>
      byChat
        .get(row.chat_id)!
        .filter((one) => parts[one.role] === part)
        .map((one) => personFor(userId, one))
    return {
      ...toInfo(row),
      owner: as('owner')[0]!,
      coaches: as('coach'),
      participants: as('participant'),
      role: parts[row.role],
      member_count: row.member_count,
    }
  })
}

type Named = User & { chat_id: string; role: Mine['role'] }

/** The first members of each of these chats: owners, then coaches, then those who came first. */
function firstMembers(db: Kysely<Schema>, chatIds: string[]) {
  const ranked = db
    .selectFrom('members')
    .select(['chat_id', 'user_id', 'role'])
    .select(
      sql<number>`row_number() over (partition by chat_id order by
        case role when 'owner' then 0 when 'admin' then 1 else 2 end, joined_at, user_id)`.as('place'),
    )
    .where('chat_id', 'in', chatIds)
  return db
    .selectFrom(ranked.as('ranked'))
    .innerJoin('users', 'users.id', 'ranked.user_id')
    .selectAll('users')
    .select(['ranked.chat_id', 'ranked.role'])
    .where('ranked.place', '<=', MOST_NAMED)
    .orderBy('ranked.place')
}

export async function countMembers({ db }: Tx, { chat_id }: Project): Promise<number> {
  const chat = await db
    .selectFrom('chats')
    .select('member_count')
    .where('id', '=', chat_id)
    .executeTakeFirstOrThrow()
  return chat.member_count
}
