import { io } from 'socket.io-client'
import type { Entry, Signal } from '../parley.ts'
import { offline, ParleyProblem, type Problem } from '../problem.ts'
import type { Line, OpenLine } from './line.ts'

const LOOK_MS = 5_000

/** Socket.IO over a WebSocket. Its own long polling and reconnecting are left aside: the other transports do it better. */
export const openSocketIo: OpenLine = ({ url, tokens, pace }, after, ears) => {
  let used: string | undefined
  let renewed = false
  let closed = false
  const socket = io(`${url.replace(/\/+$/, '')}/v1`, {
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    timeout: pace.patience,
    withCredentials: true,
    auth: (give) => void authenticate(give),
  })

  function authenticate(give: (data: object) => void) {
    return tokens.get().then(
      (token) => {
        used = token
        give({ token, after })
      },
      () => down(offline('No fresh token could be had')),
    )
  }

  function down(problem?: ParleyProblem) {
    if (closed) return
    close()
    ears.down(problem)
  }

  function close() {
    closed = true
    clearInterval(looking)
    socket.disconnect()
  }

  /** A connection lives on with a fresh token of the same session. */
  const looking = setInterval(async () => {
    if (!socket.connected || (tokens.left ?? 1) > 0) return
    const token = await tokens.get().catch(() => undefined)
    if (token === undefined || token === used) return
    used = token
    socket.emit('auth', { token }, () => {})
  }, LOOK_MS)

  socket.on('connect', () => closed || ears.up())
  socket.on('entry', (entry: Entry, cursor: string) => closed || ears.entry(entry, cursor))
  socket.on('ready', ({ cursor }: { cursor: string }) => closed || ears.ready(cursor))
  socket.on('signal', (signal: Signal) => closed || ears.signal(signal))
  socket.on('disconnect', () => down())
  socket.on('connect_error', async (error: Error & { data?: Problem }) => {
    const problem = error.data?.code ? new ParleyProblem(error.data) : offline()
    const mayHelp = problem.problem.code === 'unauthenticated' && used !== undefined && !renewed
    renewed = true
    if (mayHelp && (await tokens.renew(used).catch(() => false))) return closed || void socket.connect()
    down(problem)
  })

  return { close, ask: (verb, input) => ask(socket, verb, input, pace.answer) } satisfies Line
}

async function ask<T>(socket: ReturnType<typeof io>, verb: string, input: unknown, ms: number): Promise<T> {
  const said = await socket
    .timeout(ms)
    .emitWithAck(verb, input)
    .catch(() => {
      throw offline()
    })
  if (said.problem) throw new ParleyProblem(said.problem)
  return said.answer as T
}
