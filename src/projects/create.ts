import { requireRoom } from '../chats/admit.ts'
import { foundHosted, setHostedRole } from '../chats/hosted.ts'
import type { Tx } from '../db/commit.ts'
import type { Actor } from '../http/house.ts'
import { newId } from '../id.ts'
import { follow } from '../log/append.ts'
import { projectStream } from '../log/entry.ts'
import { findUser } from '../users/user.ts'
import { lockAddable } from './addable.ts'
import { type Project, requireFreeTitle, roles, titled } from './project.ts'
import { addedAlert, tell } from './tell.ts'
import { type ProjectView, viewProject } from './view.ts'

export interface NewProject {
  title: string
  description: string
  /** Whoever is in both is a coach. */
  coachIds: string[]
  participantIds: string[]
}

/** Makes a project that the actor owns, with its chat. @throws Problem not_found, forbidden, conflict */
export async function createProject(
  tx: Tx,
  actor: Actor,
  { title, description, coachIds, participantIds }: NewProject,
  most: number,
): Promise<ProjectView> {
  const coaches = new Set(coachIds.filter((id) => id !== actor.id))
  const others = [...new Set([...coaches, ...participantIds])].filter((id) => id !== actor.id)
  requireRoom(others.length + 1, most)
  await lockAddable(tx, actor.id, others)
  await requireFreeTitle(tx, actor.id, title)
  const project = await insertProject(tx, actor, { title, description }, others)
  for (const id of coaches) await setHostedRole(tx, project.chat_id, id, roles.coach, actor.id)
  const alert = addedAlert(project)
  tell(tx, 'project.created', actor.id, project, await findUser(tx.db, actor.id), { alert })
  return viewProject(tx.db, actor.id, project.id)
}

async function insertProject(
  tx: Tx,
  actor: Actor,
  { title, description }: Pick<NewProject, 'title' | 'description'>,
  others: string[],
): Promise<Project> {
  const id = newId()
  const everybody = [actor.id, ...others]
  const host = { host: projectStream(id), title, sharesHistory: true }
  const chat = await foundHosted(tx, actor.id, host, everybody)
  const project: Project = {
    id,
    ...titled(title),
    description,
    owner_id: actor.id,
    chat_id: chat.id,
    archived_at: null,
    version: 1,
    created_at: tx.at,
  }
  await tx.db.insertInto('projects').values(project).execute()
  follow(tx, everybody, projectStream(id))
  return project
}
