import type { DialectName } from '../config.ts'
import type { DeviceKind } from '../db/schema.ts'
import type { Endpoint } from '../http/endpoint.ts'
import type { Authenticate, House } from '../http/house.ts'
import type { Future } from '../scheduled/future.ts'
import type { Presence } from '../transports/presence.ts'
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
  /** The ways of push for which this server has credentials. */
  readonly pushKinds: readonly DeviceKind[]
  readonly people: People
}

/** One of the backends whose clients are served: its calls, and what it says on the default namespace of Socket.IO. */
export interface Dialect {
  readonly name: DialectName
  endpoints(room: Room): Endpoint[]
  voice?(room: Room): Voice
}
