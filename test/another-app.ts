import { type Overrides, openApp } from '../src/app.ts'
import { readConfig } from '../src/config.ts'
import type { TestServer } from './server.ts'

/** Another process, serving from the same database. SQLite has one process only. */
export async function anotherApp(
  { place }: TestServer,
  options: Overrides & { env?: Record<string, string> } = {},
) {
  const { env, ...overrides } = options
  const config = readConfig({
    PORT: '0',
    PARLEY_DATA_DIR: place.dataDir,
    DATABASE_URL: place.databaseUrl,
    PARLEY_LOG_LEVEL: 'silent',
    PARLEY_DRAIN_SECONDS: '0',
    ...env,
  })
  const app = await openApp(config, overrides)
  return Object.assign(app, { [Symbol.asyncDispose]: () => app.close() })
}
