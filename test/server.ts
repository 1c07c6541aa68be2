import { type Overrides, openApp } from '../src/app.ts'
import { readConfig } from '../src/config.ts'
import { type Client, client } from './client.ts'
import type { Database } from './databases.ts'

/** The real program on a free port and a fresh database; it can be stopped and started again on the same data. */
export async function testServer(
  database: Database,
  options: Overrides & { env?: Record<string, string> } = {},
) {
  const place = await database.fresh()
  const { env, ...given } = options
  const overrides = { schedule: false, ...given }
  const configFor = (port: number) =>
    readConfig({
      PORT: String(port),
      PARLEY_DATA_DIR: place.dataDir,
      DATABASE_URL: place.databaseUrl,
      PARLEY_LOG_LEVEL: 'silent',
      PARLEY_DRAIN_SECONDS: '0',
      ...env,
    })
  let app = await openApp(configFor(0), overrides)
  const { url } = app
  return {
    url,
    place,
    get app() {
      return app
    },
    get house() {
      return app.house
    },
    /** Registers somebody through HTTP. */
    signUp: (username: string): Promise<Client> => client(url, username),
    async restart() {
      await app.close()
      app = await openApp(configFor(Number(new URL(url).port)), overrides)
    },
    async [Symbol.asyncDispose]() {
      await app.close()
      await place.remove()
    },
  }
}

export type TestServer = Awaited<ReturnType<typeof testServer>>
