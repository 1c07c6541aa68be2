import { type Overrides, openHouse } from '../src/app.ts'
import type { Clock } from '../src/clock.ts'
import { readConfig } from '../src/config.ts'
import type { Entry } from '../src/log/entry.ts'
import { readAfter, readHead } from '../src/log/read.ts'
import type { Database } from './databases.ts'
import { people } from './people.ts'
import './quick-passwords.ts'

/** A clock that stands until it is moved. */
export function movableClock(start = Date.UTC(2026, 10, 21, 9)): Clock & { move(ms: number): void } {
  let now = start
  return {
    now: () => now,
    move: (ms) => {
      now += ms
    },
  }
}

/** The real thing without a server, on a fresh database, with alice, bob, cleo and dora in it. */
export async function testHouse(
  database: Database,
  overrides: Overrides & { env?: Record<string, string> } = {},
) {
  const place = await database.fresh()
  const clock = movableClock()
  const { env, ...rest } = overrides
  const config = readConfig({
    PARLEY_DATA_DIR: place.dataDir,
    DATABASE_URL: place.databaseUrl,
    PARLEY_LOG_LEVEL: 'silent',
    ...env,
  })
  const { house, close } = await openHouse(config, { clock, ...rest })
  return {
    house,
    clock,
    place,
    ...(await people(house)),
    /** What somebody hears after a number: his entries, the bodies parsed. */
    async hears(user: { id: string }, after = 0) {
      const { entries } = await readAfter(house.db, user.id, after)
      return entries.map((entry: Entry) => ({ ...entry, body: JSON.parse(entry.body) }))
    },
    /** The number of the last entry. */
    async head(): Promise<number> {
      return (await readHead(house.db)).seq
    },
    async [Symbol.asyncDispose]() {
      await close()
      await place.remove()
    },
  }
}

export type TestHouse = Awaited<ReturnType<typeof testHouse>>
