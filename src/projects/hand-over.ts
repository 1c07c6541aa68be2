import { renameHosted, setHostedRole } from '../chats/hosted.ts'
import type { Tx } from '../db/commit.ts'
import type { Actor } from '../http/house.ts'
import { wrong } from '../problem.ts'
import { lockActive, type User } from '../users/user.ts'
import {
  changeProject,
  lockedProjectOf,
  onlyOwner,
  type Project,
  partOf,
  projectOf,
  requireFreeTitle,
  roles,
  titled,
} from './project.ts'
import { tell } from './tell.ts'
import { type ProjectView, viewProject } from './view.ts'

/**
 * Makes another member the owner; who was it is a coach from then on.
 * @throws Problem not_found, forbidden, invalid, conflict when the other has a project with this title already
 */
export async function handOver(
  tx: Tx,
  actor: Actor,
  projectId: string,
  userId: string,
): Promise<ProjectView> {
  await projectOf(tx.db, actor.id, projectId)
  const user = await lockActive(tx, userId)
  const { project } = await lockedProjectOf(tx, actor.id, projectId, onlyOwner)
  if ((await partOf(tx, project, userId, 'user')) === 'owner') throw wrong('user', 'owns the project already')
  await requireFreeTitle(tx, userId, project.title)
  await setHostedRole(tx, project.chat_id, actor.id, roles.coach, actor.id)
  await makeOwner(tx, project, user, actor.id)
  return viewProject(tx.db, actor.id, projectId)
}

/** Passes a project on under a title that its next owner has not given to another one. Answers it as it is then. */
export async function makeOwner(
  tx: Tx,
  project: Project,
  user: User,
  actorId: string,
  title = project.title,
): Promise<Project> {
  await setHostedRole(tx, project.chat_id, user.id, roles.owner, actorId)
  if (title !== project.title) await renameHosted(tx, project.chat_id, title, actorId)
  const after = await changeProject(tx, project, { owner_id: user.id, ...titled(title) })
  tell(tx, 'project.owner_changed', actorId, after, user)
  return after
}
