import type { Socket, Server as SocketServer } from 'socket.io'
import type { DialectName } from '../config.ts'
import type { Authenticate, House, Proven } from '../http/house.ts'
import type { Limits } from '../http/limits.ts'
import { asProblem } from '../http/problems.ts'
import { notFound, Problem } from '../problem.ts'
import type { Hub } from '../transports/hub.ts'
import type { NativeAdapter } from '../transports/native-adapter.ts'
import { lighten } from '../transports/socketio.ts'
import { refusal } from '../transports/verbs.ts'
import { type HeardEntry, TalkWire } from './talk-wire.ts'

/** One connection to the default namespace. */
export interface Talk {
  readonly who: Proven
  readonly socket: Socket
  /** The dialect of the first event that the client sent; undefined as long as it has only listened. */
  speaks: DialectName | undefined
}

/**
 * What a dialect says on the default namespace. Several share it, and nothing at the handshake tells their clients apart:
 * a client hears all of them until it sends an event that only one of them knows, and then that one alone.
 */
export interface Voice {
  readonly name: DialectName
  /** From now on everything is heard. */
  greet?(talk: Talk): void
  /** Kinds of entries of which this dialect says something. */
  readonly kinds: ReadonlySet<string>
  /** In the order of the log; the next entry waits until it is done. */
  hear(talk: Talk, entry: HeardEntry): Promise<void>
  /** Events that its clients send. */
  readonly asks?: Record<string, (talk: Talk, given: unknown[]) => Promise<void>>
  /** An event was refused. */
  refuse?(talk: Talk, problem: Problem): void
}

export interface Handshake {
  auth?: { token?: unknown; text?: unknown }
  query?: { token?: unknown }
  headers: Record<string, string>
}

/** Lets the voices of the dialects speak on the default namespace. Without any there is nothing, and nobody is let in. */
export function openMainNamespace(
  house: House,
  io: SocketServer,
  hub: Hub,
  authenticate: Authenticate,
  limits: Limits,
  voices: readonly Voice[],
): void {
  if (voices.length === 0) {
    io.use((_socket, next) => next(refusal(notFound('namespace'))))
    return
  }
  const adapter = io.of('/').adapter as NativeAdapter

  io.use((socket, next) => {
    recognise(socket.handshake as unknown as Handshake, authenticate)
      .then((who) => {
        hub.requireRoom(who.id)
        socket.data = who
        next()
      })
      .catch((error) => next(refusal(error)))
  })

  io.on('connection', (socket) => {
    const talk: Talk = { who: socket.data as Proven, socket, speaks: undefined }
    socket.data = undefined
    lighten(socket)
    const wire = new TalkWire(talk, voices, adapter, house.logger)
    try {
      const connection = hub.open(talk.who, wire, undefined)
      socket.on('disconnect', () => hub.close(connection))
      socket.onAny((event: unknown, ...given: unknown[]) => {
        if (!connection.closed) void answer(talk, String(event), given)
      })
    } catch {
      // Others of the same user, or the end of the session, were faster.
      socket.disconnect(true)
    }
  })

  async function answer(talk: Talk, event: string, given: unknown[]) {
    const spoken = voices.filter(({ name }) => talk.speaks === undefined || talk.speaks === name)
    const voice = spoken.find(({ asks }) => asks && Object.hasOwn(asks, event))
    if (!voice) return
    talk.speaks = voice.name
    try {
      await limits.user(talk.who.id)
      await voice.asks![event]!(talk, given)
    } catch (error) {
      const problem = asProblem(error)
      if (problem.code === 'internal')
        house.logger.error({ err: error, event: event.slice(0, 40) }, 'an event failed')
      voice.refuse?.(talk, problem)
    }
  }
}

/** A token as an object, as JSON in a string, in the address, as a header; or the cookie. @throws Problem unauthenticated */
export async function recognise(
  { auth, query, headers }: Handshake,
  authenticate: Authenticate,
): Promise<Proven> {
  const given = tokenIn(auth) ?? query?.token
  if (typeof given === 'string') return authenticate.token(given.replace(/^Bearer +/i, ''))
  if (!headers.authorization && !headers.cookie) throw new Problem('unauthenticated', 'Passed no auth object')
  const request = new Request('http://localhost/socket.io/', { method: 'POST', headers })
  return authenticate.client(request, true)
}

const wrong = () =>
  new Problem('unauthenticated', 'token not given or auth is in wrong format: expected {"token": "…"}')

function tokenIn(auth: Handshake['auth']): string | undefined {
  const { text, token } = auth ?? {}
  if (text === undefined && token === undefined) return undefined
  const said = text === undefined ? token : tokenInText(String(text))
  if (typeof said !== 'string') throw wrong()
  return said
}

function tokenInText(text: string): unknown {
  try {
    return (JSON.parse(text) as { token?: unknown } | null)?.token
  } catch {
    throw wrong()
  }
}
