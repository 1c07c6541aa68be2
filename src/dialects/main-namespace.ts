import type { Socket, Server as SocketServer } from 'socket.io'
import type { DialectName } from '../config.ts'
import type { Authenticate, House, Proven } from '../http/house.ts'
import type { Limits } from '../http/limits.ts'
import { asProblem } from '../http/problems.ts'
import { notFound, Problem } from '../problem.ts'
import type { Connection } from '../transports/connection.ts'
import type { Hub } from '../transports/hub.ts'
import type { NativeAdapter } from '../transports/native-adapter.ts'
import { lighten } from '../transports/socketio.ts'
import { refusal } from '../transports/verbs.ts'
import { originOf } from './origin.ts'
import { type HeardEntry, TalkWire } from './talk-wire.ts'

/** One connection to the default namespace. */
export interface Talk {
  readonly who: Proven
  readonly socket: Socket
  /** What addresses begin with that are told here. */
  readonly origin: string
  /** The dialect that only such a client can speak, by how it gave its token or by its first event; undefined before that. */
  speaks: DialectName | undefined
  /** That is told by nothing but who he is: any event may still show that it is otherwise. */
  guessed: boolean
}

/**
 * What a dialect says on the default namespace. Several share it. A client hears all of them until it is known which one
 * it speaks, and then that one alone: it is told by how it gives its token, or by an event that only one of them knows.
 */
export interface Voice {
  readonly name: DialectName
  /** Whether somebody can have a client of this dialect, where nothing else tells which one he has. */
  canBeOf?(who: Proven): Promise<boolean>
  /** Public streams that its clients hear, whether or not they follow them. */
  readonly streams?: readonly string[]
  /** It is here: what concerns everybody may be told to it. */
  enter?(talk: Talk): void
  /** From now on everything is heard. */
  greet?(talk: Talk): void
  /** Kinds of entries of which this dialect says something. */
  readonly kinds: ReadonlySet<string>
  /** In the order of the log; the next entry waits until it is done. */
  hear(talk: Talk, entry: HeardEntry): Promise<void>
  /** Events that its clients send. */
  readonly asks?: Record<string, (talk: Talk, given: unknown[]) => Promise<void>>
  /** An event was refused. */
  refuse?(talk: Talk, problem: Problem, event: string): void
}

export interface Handshake {
  auth?: { token?: unknown; text?: unknown }
  query?: { token?: unknown }
  headers: Record<string, string>
}

type Admitted = Pick<Talk, 'who' | 'speaks' | 'guessed'>

/** Only clients of one dialect give their token as JSON in a string, and only those of another in the address. */
function toldBy({ auth, query }: Handshake): DialectName | undefined {
  if (auth?.text !== undefined) return 'chatapp'
  return query?.token === undefined ? undefined : 'playhub'
}

async function admit(handshake: Handshake, who: Proven, voices: readonly Voice[]): Promise<Admitted> {
  const told = voices.find(({ name }) => name === toldBy(handshake))
  if (told) return { who, speaks: told.name, guessed: false }
  const can = await Promise.all(voices.map(({ canBeOf }) => canBeOf?.(who) ?? true))
  const left = voices.filter((_, i) => can[i])
  return { who, speaks: left.length === 1 ? left[0]!.name : undefined, guessed: true }
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
    const handshake = socket.handshake as unknown as Handshake
    recognise(handshake, authenticate)
      .then(async (who) => {
        socket.data = await admit(handshake, who, voices)
        hub.requireRoom(who.id)
        next()
      })
      .catch((error) => next(refusal(error)))
  })

  io.on('connection', (socket) => {
    const origin = originOf(house, socket.handshake)
    const talk: Talk = { socket, origin, ...(socket.data as Admitted) }
    socket.data = undefined
    lighten(socket)
    const wire = new TalkWire(talk, voices, adapter, house.logger)
    try {
      const connection = hub.open(talk.who, wire, undefined)
      hub.watch(
        connection,
        spokenIn(talk).flatMap(({ streams }) => streams ?? []),
      )
      for (const voice of spokenIn(talk)) voice.enter?.(talk)
      socket.on('disconnect', () => hub.close(connection))
      socket.onAny((event: unknown, ...given: unknown[]) => {
        if (!connection.closed) void answer(talk, connection, String(event), given)
      })
    } catch {
      // Others of the same user, or the end of the session, were faster.
      socket.disconnect(true)
    }
  })

  const spokenIn = ({ speaks }: Talk) => voices.filter(({ name }) => speaks === undefined || speaks === name)

  /** The event tells which dialect it is; from now on that one alone is spoken. */
  function settle(talk: Talk, connection: Connection, voice: Voice) {
    const isNew = !spokenIn(talk).includes(voice)
    talk.speaks = voice.name
    talk.guessed = false
    if (!isNew) return
    hub.watch(connection, [...(voice.streams ?? [])])
    voice.enter?.(talk)
    voice.greet?.(talk)
  }

  async function answer(talk: Talk, connection: Connection, event: string, given: unknown[]) {
    const possible = talk.guessed ? voices : spokenIn(talk)
    const voice = possible.find(({ asks }) => asks && Object.hasOwn(asks, event))
    if (!voice) return
    if (talk.guessed) settle(talk, connection, voice)
    try {
      await limits.user(talk.who.id)
      await voice.asks![event]!(talk, given)
    } catch (error) {
      const problem = asProblem(error)
      if (problem.code === 'internal')
        house.logger.error({ err: error, event: event.slice(0, 40) }, 'an event failed')
      voice.refuse?.(talk, problem, event)
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
