import type { Socket } from 'socket.io-client'
import type { Entry, Signal } from '../parley.ts'
import { offline, ParleyProblem, type Problem } from '../problem.ts'
import type { Ears, Line, OpenLine, Server } from './line.ts'

/** What a timer can take at most. */
const LONGEST_MS = 2 ** 31 - 1

/**
 * Socket.IO over a WebSocket. Its own long polling and reconnecting are left aside: the other transports do it better.
 * Its client is fetched when it is first wanted, so that a page need not wait for it to show something.
 */
export const openSocketIo: OpenLine = (server, after, ears) => {
  let open: Line | undefined
  let closed = false
  import('socket.io-client').then(
    ({ io }) => {
      if (!closed) open = openSocket(io, server, after, ears)
    },
    () => closed || ears.down(offline('The client of Socket.IO could not be fetched')),
  )
  return {
    close() {
      closed = true
      open?.close()
    },
    ask: async (verb, input) => {
      if (!open?.ask) throw offline()
      return open.ask(verb, input)
    },
  }
}

type Io = typeof import('socket.io-client')['io']

function openSocket(io: Io, { url, tokens, pace }: Server, after: string, ears: Ears): Line {
  let used: string | undefined
  let renewed = false
  let closed = false
  let renewing: ReturnType<typeof setTimeout> | undefined
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
    clearTimeout(renewing)
    socket.disconnect()
  }

  /** A connection lives on with a fresh token of the same session, whoever has asked for that one. */
  async function renew() {
    const token = await tokens.get().catch(() => undefined)
    if (closed) return
    if (token !== undefined && token !== used) {
      used = token
      socket.emit('auth', { token }, () => {})
    }
    renewInTime()
  }

  function renewInTime() {
    clearTimeout(renewing)
    const { left } = tokens
    if (left === undefined) return
    renewing = setTimeout(renew, Math.min(Math.max(left, pace.first), LONGEST_MS))
  }

  socket.on('connect', () => {
    if (closed) return
    renewInTime()
    ears.up()
  })
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

  return { close, ask: (verb, input) => ask(socket, verb, input, pace.answer) }
}

async function ask<T>(socket: Socket, verb: string, input: unknown, ms: number): Promise<T> {
  const said = await socket
    .timeout(ms)
    .emitWithAck(verb, input)
    .catch(() => {
      throw offline()
    })
  if (said.problem) throw new ParleyProblem(said.problem)
  return said.answer as T
}
