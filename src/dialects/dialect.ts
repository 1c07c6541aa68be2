import type { Server as SocketServer } from 'socket.io'
import type { DialectName } from '../config.ts'
import type { Endpoint } from '../http/endpoint.ts'
import type { Authenticate, House } from '../http/house.ts'
import type { Limits } from '../http/limits.ts'
import type { Storage } from '../media/storage/storage.ts'
import type { Future } from '../scheduled/future.ts'
import type { Hub } from '../transports/hub.ts'
import type { Presence } from '../transports/presence.ts'
import type { Envelopes } from '../transports/push/notice.ts'
import type { Ways } from '../transports/push/routes.ts'
import type { Farewell } from '../users/remove.ts'
import type { Tokens } from '../users/tokens.ts'
import type { PhoneClaim } from '../users/verify-phone.ts'
import type { Voice } from './main-namespace.ts'
import type { People } from './people.ts'

/** What a dialect may use besides the house that every call is given. */
export interface Room {
  readonly house: House
  readonly authenticate: Authenticate
  readonly tokens: Tokens
  readonly presence: Presence
  readonly future: Future
  /** What follows when a number is shown to be somebody's. */
  readonly phoneClaims: readonly PhoneClaim[]
  /** What each feature does when an account is deleted. */
  readonly farewells: readonly Farewell[]
  /** How devices are reached by push. */
  readonly pushWays: Ways
  readonly hub: Hub
  readonly io: SocketServer
  readonly limits: Limits
  readonly storage: Storage
  readonly people: People
  /** To be done when the server ends. */
  atEnd(what: () => void): void
}

/** One of the backends whose clients are served: its calls, and what it says on the default namespace of Socket.IO. */
export interface Dialect {
  readonly name: DialectName
  endpoints(room: Room): Endpoint[]
  voice?(room: Room): Voice
  /** The longest packet, in bytes, that its clients send on a socket, where that is longer than others may. */
  readonly maxPayload?: number
  /** A notice as the service worker of its clients reads it, for devices that were registered by its call. */
  readonly envelope?: Envelopes[string]
  /** What it makes of an address that is ours as well; most it leaves as they are. */
  joins?(room: Room): (ours: Endpoint) => Endpoint
}
