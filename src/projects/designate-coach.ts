import { setHostedRole } from '../chats/hosted.ts'
import type { Tx } from '../db/commit.ts'
import type { Actor } from '../http/house.ts'
import { wrong } from '../problem.ts'
import { findUser } from '../users/user.ts'
import { leaders, lockedProjectOf, partOf, roles } from './project.ts'
import { coachAlert, tell } from './tell.ts'

/** Makes a participant a coach, as owner and coaches may. @throws Problem not_found, forbidden, invalid for whoever is no participant */
export async function designateCoach(tx: Tx, actor: Actor, projectId: string, userId: string): Promise<void> {
  const { project } = await lockedProjectOf(tx, actor.id, projectId, leaders)
  if ((await partOf(tx, project, userId, 'coach')) !== 'participant')
    throw wrong('coach', 'is the owner or a coach of the project already')
  await setHostedRole(tx, project.chat_id, userId, roles.coach, actor.id)
  const alert = coachAlert(project, userId)
  tell(tx, 'project.coach_designated', actor.id, project, await findUser(tx.db, userId), { alert })
}
