import { setHostedRole } from '../chats/hosted.ts'
import type { Tx } from '../db/commit.ts'
import type { Actor } from '../http/house.ts'
import { wrong } from '../problem.ts'
import { findUser } from '../users/user.ts'
import { leaders, lockedProjectOf, partOf, roles } from './project.ts'
import { tell } from './tell.ts'

/** Makes a coach a participant, as owner and coaches may, of themselves too. @throws Problem not_found, forbidden, invalid for whoever is no coach */
export async function withdrawCoach(tx: Tx, actor: Actor, projectId: string, userId: string): Promise<void> {
  const { project } = await lockedProjectOf(tx, actor.id, projectId, leaders)
  if ((await partOf(tx, project, userId, 'coach')) !== 'coach')
    throw wrong('coach', 'is not a coach of the project')
  await setHostedRole(tx, project.chat_id, userId, roles.participant, actor.id)
  tell(tx, 'project.coach_withdrawn', actor.id, project, await findUser(tx.db, userId))
}
