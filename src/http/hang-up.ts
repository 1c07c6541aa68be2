import type { Server } from 'bun'

/** Longer than any long poll, so that only connections on which nothing happens are closed for idleness. */
export const IDLE_SECONDS = 120

const waiting = new WeakMap<Request, Server<unknown>>()

/** The answer to this request may take as long as it likes, and be silent meanwhile. */
export function mayWait(request: Request, server: Server<unknown>): void {
  server.timeout(request, 0)
  waiting.set(request, server)
}

/** Remembers by which server a request came, for an answer that will take its time once all of the request is there. */
export function mayNeedTime(request: Request, server: Server<unknown>): void {
  waiting.set(request, server)
}

/** From here on nothing need be heard on this connection, while something long is done. */
export async function takingTime<T>(request: Request, work: () => Promise<T>): Promise<T> {
  const server = waiting.get(request)
  server?.timeout(request, 0)
  try {
    return await work()
  } finally {
    server?.timeout(request, IDLE_SECONDS)
  }
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
