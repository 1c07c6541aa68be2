import type { Kysely, Selectable } from 'kysely'
import { findMember } from '../chats/chat.ts'
import type { Tx } from '../db/commit.ts'
import { lock } from '../db/dialect.ts'
import type { ProjectRow, Role, Schema } from '../db/schema.ts'
import { text, time, version, z } from '../http/schemas.ts'
import { notFound, Problem, wrong } from '../problem.ts'
import { nameKey } from '../users/names.ts'

export type Project = Selectable<ProjectRow>

/** What somebody is in a project. */
export const Part = z.enum(['owner', 'coach', 'participant'])
export type Part = z.infer<typeof Part>

/** Who is in a project, and as what, is who is in its chat, and in which role. */
export const roles: Record<Part, Role> = { owner: 'owner', coach: 'admin', participant: 'member' }
export const parts: Record<Role, Part> = { owner: 'owner', admin: 'coach', member: 'participant' }

/** What all members see alike; this is what the log says of a project. */
export const ProjectInfo = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  owner_id: z.string(),
  chat_id: z.string().openapi({ description: 'The chat of its members' }),
  archived: z.boolean(),
  archived_at: time.nullable(),
  created_at: time,
  version,
})
export type ProjectInfo = z.infer<typeof ProjectInfo>

export const title = text(255, 1).trim().min(1)
export const description = text(10_000)

export function toInfo(project: Project): ProjectInfo {
  const { id, title, description, owner_id, chat_id, archived_at, created_at, version } = project
  const archived = archived_at !== null
  return { id, title, description, owner_id, chat_id, archived, archived_at, created_at, version }
}

/** The columns of a title. */
export const titled = (title: string) => ({ title, title_key: nameKey(title) })

/** A project of mine, and what I am in it. Not a member is not found. @throws Problem not_found */
export async function projectOf(db: Kysely<Schema>, userId: string, projectId: string) {
  const project = await db.selectFrom('projects').selectAll().where('id', '=', projectId).executeTakeFirst()
  const member = project && (await findMember(db, project.chat_id, userId))
  if (!project || !member) throw notFound('project')
  return { project, part: parts[member.role] }
}

interface Allowed {
  parts: readonly Part[]
  refusal: string
}

export const onlyOwner: Allowed = { parts: ['owner'], refusal: 'You must be the owner of the project' }
export const leaders: Allowed = {
  parts: ['owner', 'coach'],
  refusal: 'You must be the owner or a coach of the project',
}

/**
 * The same for whoever means to change it: from here to the commit nobody else does. The rows of users, where they are
 * locked too, come before it, and the chat after it.
 * @throws Problem not_found, forbidden for somebody who is none of these
 */
export async function lockedProjectOf(tx: Tx, userId: string, projectId: string, allowed?: Allowed) {
  await lock(tx.dialect, tx.db.selectFrom('projects').select('id').where('id', '=', projectId)).execute()
  const found = await projectOf(tx.db, userId, projectId)
  if (allowed && !allowed.parts.includes(found.part)) throw new Problem('forbidden', allowed.refusal)
  return found
}

/** What a member is in the project. @throws Problem invalid, which names the field, for anybody else */
export async function partOf(tx: Tx, project: Project, userId: string, field: string): Promise<Part> {
  const member = await findMember(tx.db, project.chat_id, userId)
  if (!member) throw wrong(field, 'is not a member of the project')
  return parts[member.role]
}

/** Two projects of one owner have two titles. @throws Problem conflict */
export async function requireFreeTitle(tx: Tx, ownerId: string, title: string): Promise<void> {
  if (await findTitled(tx, ownerId, title))
    throw new Problem('conflict', 'The owner has a project with this title already')
}

/** Writes down what is different, as a new version. */
export async function changeProject(tx: Tx, before: Project, columns: Partial<Project>): Promise<Project> {
  const after = { ...before, ...columns, version: before.version + 1 }
  await tx.db
    .updateTable('projects')
    .set({ ...columns, version: after.version })
    .where('id', '=', before.id)
    .execute()
  return after
}

export function findTitled({ db }: Tx, ownerId: string, title: string) {
  return db
    .selectFrom('projects')
    .select('id')
    .where('owner_id', '=', ownerId)
    .where('title', '=', title)
    .executeTakeFirst()
}
