import type { Dialect } from '../dialect.ts'
import { spoken } from '../manner.ts'
import { refusing, refusingFiles } from './envelope.ts'
import { eventCalls } from './events.ts'
import { fileCalls } from './files.ts'
import { siteCalls } from './site.ts'
import { userCalls } from './users.ts'

/** The website of a band: its events, those who look after them, and what else stands there. */
export const eclectic: Dialect = {
  name: 'eclectic',
  endpoints: (room) => [
    ...spoken(refusing, [...eventCalls, ...userCalls(room), ...siteCalls]),
    ...spoken(refusingFiles, fileCalls),
  ],
}
