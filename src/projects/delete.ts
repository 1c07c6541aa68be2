import { eraseHosted } from '../chats/hosted.ts'
import type { Tx } from '../db/commit.ts'
import type { Actor } from '../http/house.ts'
import { unfollow } from '../log/append.ts'
import { blankAbout, blankStream } from '../log/blank.ts'
import { projectStream } from '../log/entry.ts'
import { findUser } from '../users/user.ts'
import { lockedProjectOf, onlyOwner, type Project } from './project.ts'
import { tell } from './tell.ts'

/**
 * Deletes a project with its chat. What was said privately stays with the two who said it.
 * @throws Problem not_found, forbidden
 */
export async function deleteProject(tx: Tx, actor: Actor, projectId: string): Promise<void> {
  const { project } = await lockedProjectOf(tx, actor.id, projectId, onlyOwner)
  await eraseProject(tx, project, actor.id)
}

/** Erases a project whose row is locked. Who was in it until now hears of it, and nothing more. */
export async function eraseProject(tx: Tx, project: Project, actorId: string): Promise<void> {
  const { id, chat_id } = project
  await eraseHosted(tx, chat_id, actorId)
  await tx.db.deleteFrom('projects').where('id', '=', id).execute()
  // Answers that show it, and are kept for a key that may come again.
  await blankAbout(tx, id)
  await blankStream(tx, projectStream(id))
  const left = { ...project, description: '' }
  tell(tx, 'project.deleted', actorId, left, await findUser(tx.db, actorId))
  unfollow(tx, 'everybody', projectStream(id))
}
