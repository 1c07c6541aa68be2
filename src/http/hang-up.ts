/**
 * Bun closes the connection of a client that sent `Connection: close`, but does not say so in its answer; a client that
 * keeps connections for reuse would then send its next request into the void. So we say it (RFC 9112, 9.6).
 */
export async function sayingClose(request: Request, answer: Response | Promise<Response>): Promise<Response> {
  const response = await answer
  if (request.headers.get('connection') === 'close') response.headers.set('Connection', 'close')
  return response
}
