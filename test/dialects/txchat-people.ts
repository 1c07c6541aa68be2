import { expect } from 'bun:test'
import { EventSource } from 'eventsource'
import { io, type Socket } from 'socket.io-client'
import type { TestServer } from '../server.ts'
import { until } from '../until.ts'
import { encoded, oldClient } from './old-clients.ts'

// biome-ignore lint/suspicious/noExplicitAny: what comes is as many-shaped as what happens
type Loose = any

export const PASSWORD = 'four'

/** Somebody of the README: registers, and goes by the token of the answer. */
export async function person(server: TestServer, username: string) {
  const client = oldClient(server)
  const names = { first_name: username.toUpperCase(), last_name: 'Van Dyke' }
  const email = `${username}@example.org`
  const { status, json } = await client.post('/api/v1/users/', {
    email,
    username,
    password: PASSWORD,
    ...names,
  })
  expect([username, status, json.token_type]).toEqual([username, 201, 'Bearer'])
  client.forgetCookie()
  client.authorize(`Bearer ${json.authorization}`)
  const { json: me } = await client.get('/api/v1/users/me')
  const ask = (method: string, path: string, body?: object) =>
    client.send(method, path, body ? encoded(body as Record<string, unknown>, 'json') : {})
  return Object.assign(client, {
    ask,
    email,
    username,
    id: me.id as string,
    token: json.authorization as string,
  })
}
export type Person = Awaited<ReturnType<typeof person>>

export interface Heard {
  event: string
  id: string
  type: string
  message: string
  data: Loose
}

const events = ['action_project', 'action_message', 'action_user']

/** A native `EventSource`, with a token or a ticket in its address. */
export function listen({ url }: Pick<TestServer, 'url'>, token: string, lastEventId?: string) {
  const heard: Heard[] = []
  let refused: number | undefined
  let opened = 0
  let cut = 0
  let ready = 0
  const lines: RequestInit[] = []
  const source = new EventSource(`${url}/api/v1/users/stream/${token}`, {
    fetch: (address, init) => {
      const first = lines.length === 0 && lastEventId ? { 'Last-Event-ID': lastEventId } : {}
      lines.push({})
      return fetch(address, { ...init, headers: { ...init.headers, ...first } } as RequestInit)
    },
  })
  source.addEventListener('open', () => opened++)
  source.addEventListener('ready', () => ready++)
  source.addEventListener('error', ({ code }) => {
    if (code === undefined) cut++
    else refused = code
  })
  for (const event of events)
    source.addEventListener(event, ({ data, lastEventId: id }) => {
      heard.push({ event, id, ...JSON.parse(data) })
    })
  return {
    heard,
    /** Of one event, `[type, message]` each. */
    said: (event = 'action_project') =>
      heard.filter((one) => one.event === event).map(({ type, message }) => [type, message]),
    get opened() {
      return opened
    },
    /** How often the server, or the line, has ended it. */
    get cut() {
      return cut
    },
    get refused() {
      return refused
    },
    /** From here on nothing is missed. */
    isReady: () => until(() => ready > 0),
    close: () => source.close(),
  }
}

/** A connection to `/ws/messages`, and all that it hears. */
export async function enter({ url }: Pick<TestServer, 'url'>, token: string, more: object = {}) {
  const extraHeaders = { Authorization: `Bearer ${token}` }
  const socket: Socket = io(`${url}/ws/messages`, {
    forceNew: true,
    reconnection: false,
    extraHeaders,
    ...more,
  })
  const heard: [event: string, given: Loose][] = []
  let over: string | undefined
  socket.onAny((event, given) => void heard.push([event, given]))
  socket.on('connect_error', (error) => (over = error.message))
  socket.on('disconnect', (reason) => (over = reason))
  await until(() => over !== undefined || socket.connected)
  return {
    socket,
    heard,
    of: (event: string): Loose[] => heard.filter(([name]) => name === event).map(([, given]) => given),
    ask: (event: string, ...given: unknown[]): Promise<Loose> =>
      socket.timeout(10_000).emitWithAck(event, ...given),
    get over() {
      return over
    },
    close: () => socket.disconnect(),
  }
}
