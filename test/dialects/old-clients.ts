import { io, type Socket } from 'socket.io-client'
import type { TestServer } from '../server.ts'
import { until } from '../until.ts'

// biome-ignore lint/suspicious/noExplicitAny: answers are as many-shaped as the dialects
type Loose = any

export interface Reply {
  status: number
  text: string
  /** Undefined where the answer is not JSON. */
  json: Loose
  headers: Headers
}

export type Encoding = 'json' | 'form' | 'multipart'

/** A body as one of the three encodings; what is no text goes into forms as JSON. */
export function encoded(fields: Record<string, unknown>, as: Encoding): RequestInit {
  if (as === 'json') return { body: JSON.stringify(fields), headers: { 'Content-Type': 'application/json' } }
  const pairs = Object.entries(fields).map(
    ([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)] as [string, string],
  )
  if (as === 'form') return { body: new URLSearchParams(pairs) }
  const form = new FormData()
  for (const [name, value] of pairs) form.append(name, value)
  return { body: form }
}

/** Somebody who keeps cookies, and a token if he is given one, as a telephone's HTTP library does. */
export function oldClient({ url }: Pick<TestServer, 'url'>, encoding: Encoding = 'json') {
  let cookie = ''
  let token: string | undefined
  async function send(method: string, path: string, init: RequestInit = {}): Promise<Reply> {
    const headers = {
      ...(cookie ? { Cookie: cookie } : {}),
      ...(token ? { Authorization: token } : {}),
      ...(init.headers as Record<string, string>),
    }
    const answer = await fetch(url + path, { ...init, method, headers, redirect: 'manual' })
    const baked = answer.headers.get('set-cookie')
    if (baked) cookie = baked.split(';')[0]!
    const text = await answer.text()
    let json: Loose
    try {
      json = JSON.parse(text)
    } catch {}
    return { status: answer.status, text, json, headers: answer.headers }
  }
  return {
    get: (path: string) => send('GET', path),
    post: (path: string, fields: Record<string, unknown> = {}, as = encoding) =>
      send('POST', path, encoded(fields, as)),
    send,
    /** From now on with this in the header, as it stands. */
    authorize(header: string | undefined) {
      token = header
    },
    get cookie() {
      return cookie
    },
    forgetCookie() {
      cookie = ''
    },
  }
}

export type OldClient = ReturnType<typeof oldClient>

/** Everything that a connection to the default namespace hears: the names of events, and what comes with them. */
export async function listenAsChatapp({ url }: Pick<TestServer, 'url'>, auth: unknown, more: object = {}) {
  const socket: Socket = io(url, { forceNew: true, reconnection: false, auth: auth as object, ...more })
  const heard: [event: string, given: Loose][] = []
  let over: string | undefined
  socket.onAny((event, given) => void heard.push([event, given]))
  socket.on('connect_error', (error) => {
    over = error.message
  })
  socket.on('disconnect', (reason) => {
    over = reason
  })
  await until(() => over !== undefined || heard.some(([event]) => event === 'echo'))
  return {
    socket,
    heard,
    /** Why it is over, if it is. */
    get over() {
      return over
    },
    close: () => socket.disconnect(),
  }
}
