import type { House } from '../../http/house.ts'
import type { Message } from '../../messages/message.ts'
import { Problem } from '../../problem.ts'
import { sentenceOf } from '../../projects/sentences.ts'
import { viewProject } from '../../projects/view.ts'
import { type Framing, readyFrame } from '../../transports/sse.ts'
import type { Me } from '../../users/user.ts'
import { type HeardEntry, kindOf, readEntry } from '../talk-wire.ts'
import type { Desk } from './desk.ts'

/** One notification: the name of its event, and its data. */
interface Notice {
  event: 'action_project' | 'action_message' | 'action_user'
  type: string
  message: string
  data: object
}
type Said = Notice | null | Promise<Notice | null>

const mayConcern = /^(?:project\.|message\.sent$|me\.updated$|session\.revoked$)/

/**
 * Says in frames of server-sent events what the log has for one of these clients, one after the other: where something
 * has to be looked up, what comes later waits. The id of each frame is the cursor to come back with.
 */
export function noticesFor(desk: Desk, readerId: string): Framing {
  return ({ write, cursorOf, fail }) => {
    let waiting = 0
    let turn = Promise.resolve()
    const frame = (notice: Notice | null, seq: number) => {
      if (notice === null) return
      const { event, ...envelope } = notice
      write(`id: ${cursorOf(seq)}\nevent: ${event}\ndata: ${JSON.stringify(envelope)}\n\n`)
    }
    /** At once if nothing is being looked up, so that the last words before a stream ends are still said. */
    function inTurn(say: () => undefined | Promise<void>) {
      const work = waiting === 0 ? say() : turn.then(say)
      if (!work) return
      waiting++
      turn = work
        .catch((err) => {
          desk.house.logger.error({ err }, 'a notice could not be written')
          fail()
        })
        .finally(() => waiting--)
    }
    return {
      entry(text, seq) {
        if (!mayConcern.test(kindOf(text))) return
        const entry = readEntry(text)
        inTurn(() => {
          const said = noticeOf(desk, entry, readerId)
          if (!(said instanceof Promise)) return void frame(said, seq)
          return said.then((notice) => frame(notice, seq))
        })
      },
      signal() {},
      ready: (seq) => inTurn(() => void write(readyFrame(cursorOf(seq)))),
      settled: () => turn,
    }
  }
}

function noticeOf(desk: Desk, entry: HeardEntry, readerId: string): Said {
  if (entry.body === null) return null
  if (entry.kind === 'message.sent') return ofMessage(desk, entry, readerId)
  if (entry.kind === 'session.revoked') return ofArchiving(entry, readerId)
  if (entry.kind === 'me.updated') return ofAdmin(entry, readerId)
  const sentence = sentenceOf(entry, readerId)
  if (!sentence) return null
  const notice: Notice = { event: 'action_project', ...sentence }
  const isMine = sentence.type === 'add_into_project' && 'title' in sentence.data
  return isMine ? withPeople(desk.house, notice, sentence.data.project_id, readerId) : notice
}

/** Who is added gets the whole project, for as long as he is in it. */
async function withPeople(
  { db }: House,
  notice: Notice,
  projectId: string,
  readerId: string,
): Promise<Notice> {
  try {
    const { owner, coaches, participants } = await viewProject(db.reader, readerId, projectId)
    return { ...notice, data: { ...notice.data, owner, coaches, participants } }
  } catch (error) {
    if (error instanceof Problem) return notice
    throw error
  }
}

/** Who is in the room has the message itself. */
async function ofMessage(
  { projects, rooms, people, blocks }: Desk,
  { body, kind }: HeardEntry,
  readerId: string,
) {
  const { message } = body as { message: Message }
  if (message.sender_id === readerId) return null
  const privately = message.project_id !== null
  const project = await (privately ? projects.byId(message.project_id!) : projects.ofChat(message.chat_id))
  if (!project || rooms.has(project.id, readerId)) return null
  const sender = await people.person(message.sender_id)
  if (!sender || (await blocks(readerId, message.sender_id))) return null
  const said = privately ? 'sent you a new private message.' : 'sent a new message.'
  return {
    event: 'action_message' as const,
    type: 'new_message',
    message: `'@${sender.username}' ${said}`,
    data: { action: kind, project_id: project.id, project_title: project.title },
  }
}

function ofArchiving({ body, kind }: HeardEntry, user_id: string): Notice | null {
  if ((body as { reason: string }).reason !== 'archived') return null
  const data = { action: kind, user_id, archive: true }
  return { event: 'action_user', type: 'archive_user', message: 'You was archived.', data }
}

function ofAdmin({ body, kind }: HeardEntry, user_id: string): Notice | null {
  const { me, changed } = body as { me: Me; changed?: string }
  if (changed !== 'is_admin') return null
  const message = me.is_admin ? 'You become an admin.' : 'You become a normal.'
  return {
    event: 'action_user',
    type: 'admin_user',
    message,
    data: { action: kind, user_id, admin: me.is_admin },
  }
}
