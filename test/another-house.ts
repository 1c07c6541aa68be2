import { type Overrides, openHouse } from '../src/app.ts'
import { readConfig } from '../src/config.ts'
import type { TestHouse } from './house.ts'

/** Another process on the same database. SQLite has one process only. */
export async function anotherHouse({ place }: Pick<TestHouse, 'place'>, overrides: Overrides = {}) {
  const env = { PARLEY_DATA_DIR: place.dataDir, DATABASE_URL: place.databaseUrl, PARLEY_LOG_LEVEL: 'silent' }
  const { house, close } = await openHouse(readConfig(env), overrides)
  return { house, [Symbol.asyncDispose]: close }
}
