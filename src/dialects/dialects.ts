import type { DialectName } from '../config.ts'
import type { Endpoint } from '../http/endpoint.ts'
import type { Envelopes } from '../transports/push/notice.ts'
import { chatapp } from './chatapp/chatapp.ts'
import type { Dialect, Room } from './dialect.ts'
import { doors } from './doors.ts'
import { eclectic } from './eclectic/eclectic.ts'
import type { Voice } from './main-namespace.ts'
import { pictever } from './pictever/pictever.ts'
import { playhub } from './playhub/playhub.ts'
import { registrationDoor } from './registration.ts'
import { txchat } from './txchat/txchat.ts'
import { usersDoor } from './users-door.ts'

/** Every dialect that there is; a new one gets its line here. */
const all: Dialect[] = [txchat, pictever, eclectic, playhub, chatapp]

/** Devices keep the name of the dialect by whose call they were registered, also when it is not served any more. */
export const envelopes: Envelopes = Object.fromEntries(
  all.flatMap(({ name, envelope }) => (envelope ? [[name, envelope]] : [])),
)

/** The longest packet, in bytes, that a client of these sends on a socket. */
export function longestPayload(names: readonly DialectName[]): number {
  return Math.max(0, ...all.map(({ name, maxPayload = 0 }) => (names.includes(name) ? maxPayload : 0)))
}

export interface Served {
  /** Ours and theirs together. Theirs come first where an address of ours, with a parameter, would take theirs. */
  among(ours: Endpoint[]): Endpoint[]
  voices: Voice[]
}

/** The dialects that this server is to speak, with the doors that they share. Addresses are at the root, all at once. */
export function openDialects(names: readonly DialectName[], room: Room): Served {
  const speaks = (...some: DialectName[]) => some.some((name) => names.includes(name))
  const spoken = all.filter(({ name }) => names.includes(name))
  const theirs = [
    ...(speaks('pictever', 'eclectic', 'playhub', 'chatapp') ? doors(room) : []),
    ...(speaks('eclectic', 'playhub') ? [...registrationDoor, ...usersDoor] : []),
    ...spoken.flatMap((dialect) => dialect.endpoints(room)),
  ]
  const joins = spoken.flatMap((dialect) => dialect.joins?.(room) ?? [])
  const isAmongOurs = ({ path }: Endpoint) => path.startsWith('/api/')
  return {
    among: (ours) => [
      ...theirs.filter(isAmongOurs),
      ...ours.map((endpoint) => joins.reduce((joined, join) => join(joined), endpoint)),
      ...theirs.filter((endpoint) => !isAmongOurs(endpoint)),
    ],
    voices: spoken.flatMap((dialect) => dialect.voice?.(room) ?? []),
  }
}
