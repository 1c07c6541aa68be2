import type { DialectName } from '../config.ts'
import type { Endpoint } from '../http/endpoint.ts'
import { chatapp } from './chatapp/chatapp.ts'
import type { Dialect, Room } from './dialect.ts'
import { doors } from './doors.ts'
import { eclectic } from './eclectic/eclectic.ts'
import type { Voice } from './main-namespace.ts'
import { pictever } from './pictever/pictever.ts'
import { registrationDoor } from './registration.ts'
import { usersDoor } from './users-door.ts'

/** Every dialect that there is; a new one gets its line here. */
const all: Dialect[] = [pictever, eclectic, chatapp]

export interface Served {
  endpoints: Endpoint[]
  voices: Voice[]
}

/** The dialects that this server is to speak, with the doors that they share. Addresses are at the root, all at once. */
export function openDialects(names: readonly DialectName[], room: Room): Served {
  const speaks = (...some: DialectName[]) => some.some((name) => names.includes(name))
  const spoken = all.filter(({ name }) => names.includes(name))
  return {
    endpoints: [
      ...(speaks('pictever', 'eclectic', 'playhub', 'chatapp') ? doors(room) : []),
      ...(speaks('eclectic', 'playhub') ? [...registrationDoor, ...usersDoor] : []),
      ...spoken.flatMap((dialect) => dialect.endpoints(room)),
    ],
    voices: spoken.flatMap((dialect) => dialect.voice?.(room) ?? []),
  }
}
