import { check } from '../../http/check.ts'
import type { Proven } from '../../http/house.ts'
import { asProblem } from '../../http/problems.ts'
import { id, text, z } from '../../http/schemas.ts'
import { isBlank, type Message, messageText } from '../../messages/message.ts'
import { Problem } from '../../problem.ts'
import { sendInProject } from '../../projects/send.ts'
import { viewProject } from '../../projects/view.ts'
import type { Connection } from '../../transports/connection.ts'
import type { NativeAdapter } from '../../transports/native-adapter.ts'
import { grant, lighten } from '../../transports/socketio.ts'
import { refusal } from '../../transports/verbs.ts'
import type { Room } from '../dialect.ts'
import { type Handshake, recognise } from '../main-namespace.ts'
import { originOf } from '../origin.ts'
import type { Desk } from './desk.ts'
import { MOST_PACKET_BYTES, openFiles } from './file.ts'
import { openLeftSeats } from './left-seats.ts'
import { toMessageItem } from './message-item.ts'
import { fieldsOf } from './refusal.ts'
import { roomStream } from './rooms.ts'
import { type Around, type Seat, SeatWire } from './seat.ts'

const Joining = z.object({ project_id: id })
/** 0 was how one said "to everybody"; so is leaving it out. */
const receiver = z.preprocess((one) => (one === 0 || one === '0' || one === '' ? null : one), id.nullish())
const Sending = z
  .object({
    project_id: id,
    content: messageText.nullish(),
    file_name: text(255).nullish(),
    file_base64: z.string().nullish(),
    receiver_id: receiver,
  })
  .refine(({ content, file_name, file_base64 }) => !isBlank(content ?? '') || (file_name && file_base64), {
    path: ['content'],
    message: 'is needed, or file_name and file_base64',
  })

/** `/ws/messages`: who is in the room of a project, and what is said in it. */
export function openMessagesNamespace(
  { house, io, hub, presence, authenticate, limits, storage }: Room,
  desk: Desk,
) {
  const { rooms } = desk
  const space = io.of('/ws/messages')
  const adapter = space.adapter as NativeAdapter
  const files = openFiles(house, storage)
  const left = openLeftSeats()

  space.use((socket, next) => {
    recognise(socket.handshake as unknown as Handshake, authenticate)
      .then((who) => {
        if (hub.of(who.id).size >= house.config.maxConnectionsPerUser) left.giveWay(who.id)
        hub.requireRoom(who.id)
        socket.data = who
        next()
      })
      .catch((error) => next(refusal(error)))
  })

  space.on('connection', (socket) => {
    const who = socket.data as Proven
    socket.data = undefined
    const origin = originOf(house, socket.handshake)
    lighten(socket)
    grant(socket, MOST_PACKET_BYTES)
    const seat: Seat = {
      who,
      socket,
      origin,
      speaks: 'txchat',
      guessed: false,
      sending: Promise.resolve(),
      sent: new Set(),
      telling: Promise.resolve(),
      shown: new Set(),
    }
    try {
      const connection = hub.open(
        who,
        new SeatWire(
          seat,
          around(() => connection),
          adapter,
          house.logger,
        ),
        undefined,
      )
      socket.on('disconnect', () => {
        leave(seat, connection)
        left.forget(seat)
        hub.close(connection)
      })
      socket.onAny(
        (event: unknown, ...given: unknown[]) => void answer(seat, connection, String(event), given),
      )
    } catch {
      // Others of the same user, or the end of the session, were faster.
      socket.disconnect(true)
    }
  })

  function around(connection: () => Connection): Around {
    return {
      async said(seat, projectId, message) {
        seat.socket.emit('receive_message', await toMessageItem(house, files, seat, projectId, message))
      },
      putOut: (seat) => leave(seat, connection()),
      seen,
    }
  }

  /** Only he who erred is told so. */
  async function answer(seat: Seat, connection: Connection, event: string, given: unknown[]) {
    const ack = given.at(-1)
    const reply = typeof ack === 'function' ? (ack as (...answer: unknown[]) => void) : () => {}
    try {
      reply(await ask(seat, connection, event, typeof given[0] === 'function' ? undefined : given[0]))
    } catch (error) {
      const problem = asProblem(error)
      if (problem.code === 'internal')
        house.logger.error({ err: error, event: event.slice(0, 40) }, 'an event failed')
      seat.socket.emit('error', fieldsOf(problem))
      reply()
    }
  }

  async function ask(seat: Seat, connection: Connection, event: string, input: unknown): Promise<unknown> {
    await limits.user(seat.who.id)
    if (connection.closed) return undefined
    if (event === 'join_project') return join(seat, connection, check(Joining, input, 'body'))
    if (event === 'send_message') return send(seat, check(Sending, input, 'body'))
    if (event === 'leave_project') return leave(seat, connection)
    throw new Problem('not_found', `No such event: ${event.slice(0, 40)}`)
  }

  async function join(seat: Seat, connection: Connection, { project_id }: z.output<typeof Joining>) {
    const { id: userId } = seat.who
    const { chat_id } = await viewProject(house.db.reader, userId, project_id)
    if (seat.room?.projectId !== project_id) {
      leave(seat, connection)
      if (connection.closed) return []
      seat.room = { projectId: project_id, chatId: chat_id }
      left.forget(seat)
      hub.watch(connection, [roomStream(project_id)])
      rooms.enter(project_id, userId)
    }
    try {
      // Once more: whoever was taken out of the project a moment ago has not been told so in the room.
      const { owner, coaches, participants } = await viewProject(house.db.reader, userId, project_id)
      const there = [owner, ...coaches, ...participants].filter((member) => rooms.has(project_id, member.id))
      const shown = await seen(
        seat,
        there.map((member) => member.id),
      )
      for (const userId of shown) seat.shown.add(userId)
      return shown.map((user_id) => ({ user_id }))
    } catch (error) {
      leave(seat, connection)
      throw error
    }
  }

  /** Also in a room nobody is shown who does not want to be, or to whom there is a block. */
  async function seen({ who }: Seat, userIds: string[]): Promise<string[]> {
    const shown = await presence.of(who.id, userIds)
    return shown.filter(({ online }) => online !== null).map(({ user_id }) => user_id)
  }

  function leave(seat: Seat, connection: Connection) {
    if (!seat.room) return
    const { projectId } = seat.room
    seat.room = undefined
    seat.shown.clear()
    hub.unwatch(connection, roomStream(projectId))
    rooms.leave(projectId, seat.who.id)
    left.add(seat)
  }

  async function send(seat: Seat, wanted: z.output<typeof Sending>) {
    const { project_id, content, file_name, file_base64, receiver_id } = wanted
    await viewProject(house.db.reader, seat.who.id, project_id)
    const file = file_name && file_base64 && (await files.keep(seat.who, file_name, file_base64))
    const sending = house.commit((tx) =>
      sendInProject(tx, seat.who, project_id, content ?? '', receiver_id ?? null, file ? [file] : []),
    )
    // What this connection says is heard while it is being said: then it waits to know which it was.
    seat.sending = Promise.allSettled([
      seat.sending,
      sending.then((sent) => isHeardHere(seat, sent) && seat.sent.add(sent.id)),
    ])
    return toMessageItem(house, files, seat, project_id, await sending)
  }
}

/** Privately said things are not said to whoever says them. */
const isHeardHere = ({ room }: Seat, sent: Message) => sent.chat_id === room?.chatId
