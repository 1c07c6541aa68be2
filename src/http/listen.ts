import type { Server } from 'bun'
import { newSecret } from '../id.ts'
import { Problem } from '../problem.ts'
import { IDLE_SECONDS, mayNeedTime, mayWait, sayingClose } from './hang-up.ts'
import type { House } from './house.ts'
import type { Api } from './mount.ts'
import { answerProblem } from './problems.ts'

/** What the listener needs to know of the sockets. */
export interface SocketDoor {
  handle(request: Request, server: Server<unknown>): Promise<Response>
  websocket: Bun.WebSocketHandler<never>
  attach(server: Server<unknown>): void
}

const STREAMS = '/api/v1/log'
const UPLOADS = '/api/v1/media'
/** What stands around a file in a form. */
const FRAME_BYTES = 64 * 1024

/** Opens the port. Whatever does not go to the sockets goes to the API. */
export function listen({ config }: House, api: Api, sockets: SocketDoor): Server<unknown> {
  const server: Server<unknown> = Bun.serve({
    port: config.port,
    hostname: config.host,
    idleTimeout: IDLE_SECONDS,
    // Bodies are read as they come, and each reader has a limit of its own that answers with a problem.
    maxRequestBodySize: Math.max(...Object.values(config.maxMediaBytes), config.maxBodyBytes) + FRAME_BYTES,
    websocket: sockets.websocket,
    fetch(request, server) {
      if (!URL.canParse(request.url)) return sayingClose(request, answerHostless(request, api))
      const path = pathOf(request.url)
      if (path.startsWith('/socket.io')) return sayingClose(request, sockets.handle(request, server))
      if (path.startsWith(STREAMS)) mayWait(request, server)
      if (path.startsWith(UPLOADS)) mayNeedTime(request, server)
      return sayingClose(request, api.fetch(request, server))
    },
    error: () => new Response(null, { status: 500 }),
  })
  sockets.attach(server)
  return server
}

/** HTTP/1.0 knows no Host, and some health checks still speak it. A Host that is there must be one. */
function answerHostless(request: Request, api: Api): Response | Promise<Response> {
  if (request.headers.has('host') || !request.url.startsWith('/'))
    return answerProblem(new Problem('invalid', 'The Host header names no host'), newSecret(6))
  return api.fetch(new Request(`http://localhost${request.url}`, request))
}

function pathOf(url: string): string {
  const start = url.indexOf('/', url.indexOf('//') + 2)
  const end = url.indexOf('?', start)
  return end === -1 ? url.slice(start) : url.slice(start, end)
}
