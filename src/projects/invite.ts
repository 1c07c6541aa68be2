import { requireRoom } from '../chats/admit.ts'
import { findMember } from '../chats/chat.ts'
import { admitToHosted } from '../chats/hosted.ts'
import type { Tx } from '../db/commit.ts'
import type { Actor } from '../http/house.ts'
import { follow } from '../log/append.ts'
import { projectStream } from '../log/entry.ts'
import { wrong } from '../problem.ts'
import { lockAddable } from './addable.ts'
import { type Person, personFor } from './person.ts'
import { lockedProjectOf, projectOf } from './project.ts'
import { addedAlert, tell } from './tell.ts'
import { countMembers } from './view.ts'

/** Takes somebody into a project; any member may. @throws Problem not_found, forbidden, invalid for a member, conflict when it is full */
export async function invite(
  tx: Tx,
  actor: Actor,
  projectId: string,
  userId: string,
  most: number,
): Promise<Person> {
  await projectOf(tx.db, actor.id, projectId)
  const [user] = await lockAddable(tx, actor.id, [userId])
  const { project } = await lockedProjectOf(tx, actor.id, projectId)
  if (await findMember(tx.db, project.chat_id, userId))
    throw wrong('participant', 'is a member of the project already')
  requireRoom((await countMembers(tx, project)) + 1, most)
  await admitToHosted(tx, project.chat_id, [user!], actor.id)
  follow(tx, [userId], projectStream(project.id))
  const alert = addedAlert(project, userId)
  tell(tx, 'project.member_added', actor.id, project, user!, { alert })
  return personFor(actor.id, user!)
}
