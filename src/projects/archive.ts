import type { Tx } from '../db/commit.ts'
import type { Actor } from '../http/house.ts'
import { findUser } from '../users/user.ts'
import { changeProject, lockedProjectOf, onlyOwner } from './project.ts'
import { tell } from './tell.ts'
import { type ProjectView, viewProject } from './view.ts'

/**
 * Puts a project away, for all its members, or takes it out again. Nothing in it changes thereby; of what is so already,
 * nothing is said. @throws Problem not_found, forbidden
 */
export async function archiveProject(
  tx: Tx,
  actor: Actor,
  projectId: string,
  archived: boolean,
): Promise<ProjectView> {
  const { project } = await lockedProjectOf(tx, actor.id, projectId, onlyOwner)
  if ((project.archived_at !== null) !== archived) {
    const after = await changeProject(tx, project, { archived_at: archived ? tx.at : null })
    const kind = archived ? 'project.archived' : 'project.unarchived'
    tell(tx, kind, actor.id, after, await findUser(tx.db, actor.id))
  }
  return viewProject(tx.db, actor.id, projectId)
}
