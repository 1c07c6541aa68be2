import { findMember } from '../chats/chat.ts'
import { openDirect } from '../chats/open-direct.ts'
import type { Tx } from '../db/commit.ts'
import type { Actor } from '../http/house.ts'
import type { Message } from '../messages/message.ts'
import { sendAll } from '../messages/send.ts'
import { Problem, wrong } from '../problem.ts'
import { type Project, projectOf } from './project.ts'

/**
 * Says something to all members of a project, or as owner or coach to one of them privately: that goes to the direct
 * chat of the two, and bears the project's id.
 * @throws Problem not_found, invalid, forbidden when one of the two blocks the other
 */
export async function sendInProject(
  tx: Tx,
  actor: Actor,
  projectId: string,
  text: string,
  receiverId: string | null,
  mediaIds: string[] = [],
): Promise<Message> {
  const { project, part } = await projectOf(tx.db, actor.id, projectId)
  if (receiverId !== null && part === 'participant')
    throw wrong('receiver', 'only the owner and coaches of the project write privately')
  const place =
    receiverId === null ? { chatId: project.chat_id } : await privately(tx, actor, project, receiverId)
  const draft = { actor, text, mediaIds, replyToId: null, clientId: null, ...place }
  const [sent] = await sendAll(tx, [draft])
  if (sent instanceof Problem) throw sent
  return sent!
}

async function privately(tx: Tx, actor: Actor, project: Project, receiverId: string) {
  if (receiverId === actor.id) throw wrong('receiver', 'must be somebody else')
  if (!(await findMember(tx.db, project.chat_id, receiverId)))
    throw wrong('receiver', 'is not a member of the project')
  const { id: chatId } = await openDirect(tx, actor, receiverId)
  return { chatId, projectId: project.id }
}
