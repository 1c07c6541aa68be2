import type { Logger } from '../../logger.ts'
import type { Message } from '../../messages/message.ts'
import type { ProjectBody } from '../../projects/tell.ts'
import type { NativeAdapter } from '../../transports/native-adapter.ts'
import type { Talk, Voice } from '../main-namespace.ts'
import { type HeardEntry, TalkWire } from '../talk-wire.ts'
import { roomStream } from './rooms.ts'

/** Somebody in the room of a project, or before he has entered one. */
export interface Seat extends Talk {
  room?: { projectId: string; chatId: string } | undefined
  /** What he says himself is said to him by the acknowledgement. */
  sending: Promise<unknown>
  sent: Set<string>
  /** Who came and went, one after the other. */
  telling: Promise<void>
  /** Who is here as far as he has been told: only of them he hears that they have gone. */
  shown: Set<string>
}

export interface Around {
  said(seat: Seat, projectId: string, message: Message): Promise<void>
  putOut(seat: Seat): void
  /** Of these people, those whose presence he may see. */
  seen(seat: Seat, userIds: string[]): Promise<string[]>
}

/** What is heard in a room: messages, who comes and goes, and that one is not in the project any more. */
export class SeatWire extends TalkWire {
  readonly #seat: Seat
  readonly #around: Around
  readonly #logger: Logger

  constructor(seat: Seat, around: Around, adapter: NativeAdapter, logger: Logger) {
    super(seat, [voiceOf(seat, around)], adapter, logger)
    this.#seat = seat
    this.#around = around
    this.#logger = logger
  }

  override signal(text: string) {
    const seat = this.#seat
    const { stream, kind, body } = JSON.parse(text) as Heard
    const isHere = () => seat.room !== undefined && stream === roomStream(seat.room.projectId)
    if (!isHere() || body.user_id === seat.who.id) return
    seat.telling = seat.telling
      .then(async () => {
        const isShown =
          kind === 'offline' ? seat.shown.delete(body.user_id) : await this.#comes(seat, body.user_id)
        if (isShown && isHere()) seat.socket.emit(kind, body)
      })
      .catch((err) => this.#logger.warn({ err }, 'presence in a room could not be told'))
  }

  async #comes(seat: Seat, userId: string): Promise<boolean> {
    const [seen] = await this.#around.seen(seat, [userId])
    if (seen) seat.shown.add(seen)
    return seen !== undefined
  }
}

interface Heard {
  stream: string
  kind: string
  body: { user_id: string }
}

function voiceOf(seat: Seat, { said, putOut }: Around): Voice {
  return {
    name: 'txchat',
    kinds: new Set(['message.sent', 'project.deleted', 'project.member_left', 'project.member_removed']),
    async hear(_talk, { kind, body, stream }: HeardEntry) {
      const { room, who } = seat
      if (!room) return
      if (kind === 'message.sent') {
        const { message } = body as { message: Message }
        if (await isForHim(seat, message)) await said(seat, room.projectId, message)
        return
      }
      const { project, user } = body as ProjectBody
      const isOut = kind === 'project.deleted' || user.id === who.id
      if (isOut && stream === `project:${room.projectId}` && project.id === room.projectId) putOut(seat)
    },
  }
}

/** To all: whoever is in the room, but for the connection that it came from. Privately: the other one of the two. */
async function isForHim({ room, who, sending, sent }: Seat, message: Message): Promise<boolean> {
  if (message.project_id !== null)
    return message.project_id === room?.projectId && message.sender_id !== who.id
  if (message.chat_id !== room?.chatId) return false
  if (message.sender_id !== who.id) return true
  await sending.catch(() => {})
  return !sent.delete(message.id)
}
