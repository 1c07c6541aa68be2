import type { Client } from '../../test/client.ts'

/** The server's own sources are checked without the types of a browser; here stands what these tests need of it. */
export interface RealServer extends AsyncDisposable {
  url: string
  signUp(username: string): Promise<Client>
  restart(): Promise<void>
}

export function startServer(
  env?: Record<string, string>,
  overrides?: { clock?: { now(): number } },
): Promise<RealServer>
