import { databases } from '../../test/databases.ts'
import { testServer } from '../../test/server.ts'

/** The real server, on a free port and a fresh SQLite database. */
export const startServer = (env = {}, overrides = {}) => testServer(databases[0], { env, ...overrides })
