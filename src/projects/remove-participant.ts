import { dismissFromHosted } from '../chats/hosted.ts'
import type { Tx } from '../db/commit.ts'
import type { Actor } from '../http/house.ts'
import { unfollow } from '../log/append.ts'
import { projectStream } from '../log/entry.ts'
import { wrong } from '../problem.ts'
import { findUser } from '../users/user.ts'
import { leaders, lockedProjectOf, partOf } from './project.ts'
import { removedAlert, tell } from './tell.ts'

/**
 * Takes a participant out of a project, as its owner and coaches may. He hears of it, and nothing more.
 * @throws Problem not_found, forbidden, invalid for whoever is no participant
 */
export async function removeParticipant(
  tx: Tx,
  actor: Actor,
  projectId: string,
  userId: string,
): Promise<void> {
  const { project } = await lockedProjectOf(tx, actor.id, projectId, leaders)
  if ((await partOf(tx, project, userId, 'participant')) !== 'participant')
    throw wrong('participant', 'is the owner or a coach, who cannot be removed')
  await dismissFromHosted(tx, project.chat_id, userId, actor.id)
  const alert = removedAlert(project, userId)
  tell(tx, 'project.member_removed', actor.id, project, await findUser(tx.db, userId), { alert })
  unfollow(tx, [userId], projectStream(project.id))
}
