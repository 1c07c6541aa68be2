import type { House, Proven } from '../http/house.ts'
import { type Cursor, type Entry, encode } from '../log/entry.ts'
import type { NumberedMove } from '../log/number.ts'
import { encodeSignal, type Signal } from '../log/signals.ts'
import { Problem } from '../problem.ts'
import type { Successor } from '../users/sessions.ts'
import { catchUp } from './catch-up.ts'
import { Connection, type EndReason, type Wire } from './connection.ts'

export interface Hub {
  /**
   * Begins a connection: sends what was missed after the cursor, then what comes. Without a cursor, only what comes.
   * @throws Problem too_many
   * @throws Problem unauthenticated when the session was revoked while its token was looked at
   */
  open(who: Proven, wire: Wire, after: Cursor | undefined): Connection
  /** @throws Problem too_many when the user has as many connections as he may */
  requireRoom(userId: string): void
  close(connection: Connection): void
  /** Hears about streams beyond those that the user follows, such as the presence of others. */
  watch(connection: Connection, streams: string[]): void
  unwatch(connection: Connection, stream: string): void
  watching(stream: string): ReadonlySet<Connection>
  of(userId: string): ReadonlySet<Connection>
  onPresence(listener: (userId: string, online: boolean) => void): void
  /** The first connection of a session has come, or the last one has gone. */
  onSession(listener: (sessionId: string, connected: boolean) => void): void
  /** Somebody follows a stream no more. */
  onLeft(listener: (connection: Connection) => void): void
  /** A topic transport publishes to all its connections at once. */
  onPublish(publisher: Publisher): void
  /** Ends all connections, spread over a while so that they do not all come back in the same instant. */
  drain(ms: number): Promise<void>
  readonly size: number
}

export interface Publisher {
  entry(stream: string, text: string, seq: number): void
  signal(stream: string, text: string): void
}

const SWEEP_MS = 1000
/** Longer than it takes from looking at a token to opening the connection. */
const REVOKED_REMEMBERED_MS = 60_000
const nobody: ReadonlySet<Connection> = new Set()

/** Knows every live connection of this process, and hands the log on to those who follow. */
export function openHub(house: House): Hub {
  const { tail, signals, metrics, config, clock, logger } = house
  const byUser = new Map<string, Set<Connection>>()
  const byStream = new Map<string, Set<Connection>>()
  const watchers = new Map<string, Set<Connection>>()
  const publishers: Publisher[] = []
  const presence: ((userId: string, online: boolean) => void)[] = []
  const sessions: ((sessionId: string, connected: boolean) => void)[] = []
  const left: ((connection: Connection) => void)[] = []
  /** Session ids, and when they were revoked by the clock of the machine. */
  const revoked = new Map<string, number>()
  let stopping = false

  function open(who: Proven, wire: Wire, after: Cursor | undefined): Connection {
    if (revoked.has(who.sessionId)) throw new Problem('unauthenticated', 'The session has ended')
    requireRoom(who.id)
    const connection = new Connection(who, wire)
    if (stopping) return turnAway(connection)
    if (!isConnected(who)) sessions.forEach((listener) => listener(who.sessionId, true))
    addTo(byUser, who.id, connection)
    metrics.connections.inc({ transport: wire.transport })
    if (of(who.id).size === 1) presence.forEach((listener) => listener(who.id, true))
    catchUp(house, connection, after, () => goLive(connection)).catch((error) => {
      // Who was sent away meanwhile comes back with his cursor; the database may be closed by now.
      if (connection.closed) return
      logger.error({ err: error }, 'catching up failed')
      end(connection, 'failed')
    })
    return connection
  }

  /** Not a refusal, after which a native `EventSource` would not come back. */
  function turnAway(connection: Connection): Connection {
    connection.closed = true
    queueMicrotask(() => connection.wire.end('shutdown'))
    return connection
  }

  function requireRoom(userId: string) {
    if (of(userId).size >= config.maxConnectionsPerUser)
      throw new Problem('too_many', `No more than ${config.maxConnectionsPerUser} connections a user`)
  }

  /** In the tick in which it has heard everything that was published, it is put on its topics. No gap to hand over. */
  function goLive(connection: Connection) {
    if (connection.closed) return
    connection.catchingUp = false
    join(connection, [...connection.streams])
    connection.wire.ready(tail.head.seq)
  }

  function join(connection: Connection, streams: string[]) {
    if (connection.wire.topics) return connection.wire.topics.join(streams)
    for (const stream of streams) addTo(byStream, stream, connection)
  }

  function leave(connection: Connection, stream: string) {
    connection.wire.topics?.leave(stream)
    removeFrom(byStream, stream, connection)
    removeFrom(watchers, stream, connection)
  }

  function close(connection: Connection) {
    if (connection.closed) return
    connection.closed = true
    metrics.connections.dec({ transport: connection.wire.transport })
    for (const stream of connection.streams) leave(connection, stream)
    const { id } = connection.who
    removeFrom(byUser, id, connection)
    if (!isConnected(connection.who))
      sessions.forEach((listener) => listener(connection.who.sessionId, false))
    if (of(id).size === 0) presence.forEach((listener) => listener(id, false))
  }

  function end(connection: Connection, reason: EndReason) {
    if (connection.closed) return
    metrics.cutOff.inc({ reason })
    connection.wire.end(reason)
    close(connection)
  }

  function moved({ stream, userIds, opens, seq }: NumberedMove) {
    const concerned = userIds === 'everybody' ? all() : userIds.flatMap((id) => [...of(id)])
    for (const connection of concerned) {
      connection.movedAt = seq
      if (opens) follow(connection, stream)
      else unfollow(connection, stream)
    }
  }

  function follow(connection: Connection, stream: string) {
    connection.streams.add(stream)
    if (!connection.catchingUp) join(connection, [stream])
  }

  function unfollow(connection: Connection, stream: string) {
    if (!connection.streams.delete(stream)) return
    if (!connection.catchingUp) leave(connection, stream)
    left.forEach((listener) => listener(connection))
  }

  function heard(entry: Entry) {
    const text = encode(entry)
    for (const publisher of publishers) publisher.entry(entry.stream, text, entry.seq)
    for (const connection of byStream.get(entry.stream) ?? nobody) connection.wire.entry(text, entry.seq)
    if (entry.kind === 'session.revoked') cutSessions(entry)
  }

  function cutSessions({ stream, body }: Entry) {
    const { session_ids = [], successor } = (JSON.parse(body) ?? {}) as Revoked
    for (const id of session_ids) revoked.set(id, performance.now())
    for (const connection of [...of(stream.slice('user:'.length))]) {
      if (!session_ids.includes(connection.who.sessionId)) continue
      if (successor) passOn(connection, successor)
      else end(connection, 'revoked')
    }
  }

  /** The client has exchanged its token. What it has open it would not open anew with the other. */
  function passOn(connection: Connection, { session_id, expires_at }: Successor) {
    const before = connection.who
    connection.who = { ...before, sessionId: session_id, expiresAt: expires_at }
    sessions.forEach((listener) => listener(session_id, true))
    if (!isConnected(before)) sessions.forEach((listener) => listener(before.sessionId, false))
  }

  function signalled(signal: Signal) {
    const text = encodeSignal(signal)
    for (const publisher of publishers) publisher.signal(signal.stream, text)
    for (const connection of byStream.get(signal.stream) ?? nobody) connection.wire.signal(text)
  }

  const isConnected = ({ id, sessionId }: Proven) =>
    [...of(id)].some((one) => one.who.sessionId === sessionId)
  const of = (userId: string) => byUser.get(userId) ?? nobody
  const all = () => [...byUser.values()].flatMap((set) => [...set])

  tail.listen({ entry: heard, moved })
  signals.listen(signalled)
  const sweep = setInterval(() => {
    const now = clock.now()
    for (const set of byUser.values())
      for (const one of [...set]) if (one.who.expiresAt <= now) end(one, 'expired')
    const old = performance.now() - REVOKED_REMEMBERED_MS
    for (const [id, at] of revoked) if (at < old) revoked.delete(id)
  }, SWEEP_MS)
  sweep.unref()

  return {
    open,
    requireRoom,
    close,
    of,
    watching: (stream) => watchers.get(stream) ?? nobody,
    watch(connection, streams) {
      if (connection.closed) return
      for (const stream of streams) {
        connection.streams.add(stream)
        addTo(watchers, stream, connection)
      }
      if (!connection.catchingUp) join(connection, streams)
    },
    unwatch(connection, stream) {
      if (connection.streams.delete(stream)) leave(connection, stream)
    },
    onPresence: (listener) => void presence.push(listener),
    onSession: (listener) => void sessions.push(listener),
    onLeft: (listener) => void left.push(listener),
    onPublish: (publisher) => void publishers.push(publisher),
    async drain(ms) {
      stopping = true
      clearInterval(sweep)
      const leaving = all()
      const longest = Math.min(ms, leaving.length * 10)
      const gone = leaving.map(async (connection) => {
        await Bun.sleep(Math.random() * longest)
        end(connection, 'shutdown')
      })
      await Promise.all(gone)
    },
    get size() {
      return all().length
    },
  }
}

interface Revoked {
  session_ids?: string[]
  successor?: Successor
}

type Index = Map<string, Set<Connection>>

function addTo(index: Index, key: string, connection: Connection) {
  const there = index.get(key)
  if (there) there.add(connection)
  else index.set(key, new Set([connection]))
}

function removeFrom(index: Index, key: string, connection: Connection) {
  const there = index.get(key)
  if (there?.delete(connection) && there.size === 0) index.delete(key)
}
