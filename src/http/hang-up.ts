import type { Server } from 'bun'

const waiting = new WeakMap<Request, Server<unknown>>()

/** The answer to this request may take as long as it likes, and be silent meanwhile. */
export function mayWait(request: Request, server: Server<unknown>): void {
  server.timeout(request, 0)
  waiting.set(request, server)
}

/** What is left of the answer must be taken now: who has stopped reading would hold it, and the connection, for ever. */
export function mustHurry(request: Request, seconds: number): void {
  waiting.get(request)?.timeout(request, seconds)
}

/**
 * Bun closes the connection of a client that sent `Connection: close`, but does not say so in its answer; a client that
 * keeps connections for reuse would then send its next request into the void. So we say it (RFC 9112, 9.6).
 */
export async function sayingClose(request: Request, answer: Response | Promise<Response>): Promise<Response> {
  const response = await answer
  if (request.headers.get('connection') === 'close') response.headers.set('Connection', 'close')
  return response
}
