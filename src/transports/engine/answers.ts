import type { Opening } from './session.ts'

/** The refusals of the protocol, by number. */
const refusals = [
  'Transport unknown',
  'Session ID unknown',
  'Bad handshake method',
  'Bad request',
  'Forbidden',
  'Unsupported protocol version',
]

/** What is kept of the request that opens a session. */
export function openingOf(request: Request): Opening {
  const url = new URL(request.url)
  return {
    url: request.url,
    headers: Object.fromEntries(request.headers.entries()),
    _query: Object.fromEntries(url.searchParams.entries()),
    connection: { encrypted: url.protocol === 'https:' },
  }
}

export function answer(body: string): Response {
  return new Response(body, {
    headers: { 'Content-Type': 'text/plain; charset=UTF-8', 'Cache-Control': 'no-store' },
  })
}

/** @see https://socket.io/docs/v4/engine-io-protocol/ for the numbers */
export function refuse(code: number): Response {
  return Response.json({ code, message: refusals[code] }, { status: 400 })
}

/** Says to the browser that a page of this origin may read the answer, if it may. */
export function allowOrigin(request: Request, headers: Headers, allowed: string[]): void {
  const origin = request.headers.get('origin')
  if (!origin || !allowed.some((one) => one === '*' || one === origin)) return
  headers.set('Access-Control-Allow-Origin', origin)
  headers.set('Access-Control-Allow-Credentials', 'true')
  headers.set('Access-Control-Allow-Headers', 'Authorization, Content-Type')
  headers.append('Vary', 'Origin')
}
