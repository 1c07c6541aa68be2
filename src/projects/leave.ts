import { dismissFromHosted } from '../chats/hosted.ts'
import type { Tx } from '../db/commit.ts'
import type { Actor } from '../http/house.ts'
import { unfollow } from '../log/append.ts'
import { projectStream } from '../log/entry.ts'
import { Problem } from '../problem.ts'
import { findUser } from '../users/user.ts'
import { lockedProjectOf, type Project } from './project.ts'
import { tell } from './tell.ts'

/** Leaves a project; its owner hands it over first, or deletes it. @throws Problem not_found, invalid for the owner */
export async function leaveProject(tx: Tx, actor: Actor, projectId: string): Promise<void> {
  const { project, part } = await lockedProjectOf(tx, actor.id, projectId)
  if (part === 'owner')
    throw new Problem('invalid', 'The owner cannot leave the project: hand it over, or delete it', {
      errors: [{ path: 'owner', message: 'cannot leave the project' }],
    })
  await goOut(tx, project, actor.id)
}

/** Ends a membership by the member's own doing. He hears of it, and nothing more. */
export async function goOut(tx: Tx, project: Project, userId: string): Promise<void> {
  await dismissFromHosted(tx, project.chat_id, userId, userId)
  tell(tx, 'project.member_left', userId, project, await findUser(tx.db, userId))
  unfollow(tx, [userId], projectStream(project.id))
}
