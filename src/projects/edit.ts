import { renameHosted } from '../chats/hosted.ts'
import type { Tx } from '../db/commit.ts'
import type { Actor } from '../http/house.ts'
import { requireVersion } from '../users/profile.ts'
import { findUser } from '../users/user.ts'
import { changeProject, lockedProjectOf, onlyOwner, requireFreeTitle, titled } from './project.ts'
import { tell } from './tell.ts'
import { type ProjectView, viewProject } from './view.ts'

export interface ProjectChange {
  title: string
  description?: string | undefined
}

/** Changes what a project, and its chat, is called, and what it says of itself. @throws Problem not_found, forbidden, conflict, stale */
export async function editProject(
  tx: Tx,
  actor: Actor,
  projectId: string,
  { title, description }: ProjectChange,
  ifMatch?: number,
): Promise<ProjectView> {
  const { project } = await lockedProjectOf(tx, actor.id, projectId, onlyOwner)
  requireVersion(project.version, ifMatch)
  const renamed = title !== project.title
  const described = description !== undefined && description !== project.description
  if (renamed) await requireFreeTitle(tx, actor.id, title)
  if (renamed || described) {
    const columns = { ...titled(title), ...(described ? { description } : {}) }
    const after = await changeProject(tx, project, columns)
    if (renamed) await renameHosted(tx, project.chat_id, title, actor.id)
    const former = renamed ? { former_title: project.title } : {}
    tell(tx, 'project.edited', actor.id, after, await findUser(tx.db, actor.id), former)
  }
  return viewProject(tx.db, actor.id, projectId)
}
