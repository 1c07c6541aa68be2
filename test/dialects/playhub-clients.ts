import { expect } from 'bun:test'
import { io } from 'socket.io-client'
import type { TestServer } from '../server.ts'
import { until } from '../until.ts'
import { oldClient } from './old-clients.ts'

export const PASSWORD = 'four'
/** Somebody of the README: registers, logs in, and goes by the token as it is, without "Bearer". */
export async function person(server: TestServer, username: string) {
  const client = oldClient(server)
  const email = `${username}@example.org`
  const registered = await client.post('/register', { username, email, password: PASSWORD })
  expect([registered.status, registered.json.username]).toEqual([200, username])
  expect(registered.text).not.toMatch(/password|hash|argon/i)
  const { status, json } = await client.post('/login', { email, password: PASSWORD })
  expect([status, json.message]).toEqual([200, 'Vous êtes connecté ! '])
  client.forgetCookie()
  const token = json['Token de connexion : '] as string
  client.authorize(token)
  const send = (method: string, path: string, fields: object) =>
    client.send(method, path, {
      body: JSON.stringify(fields),
      headers: { 'Content-Type': 'application/json' },
    })
  return Object.assign(client, {
    token,
    username,
    email,
    id: registered.json._id as string,
    put: (path: string, fields: object) => send('PUT', path, fields),
    remove: (path: string, fields: object = {}) => send('DELETE', path, fields),
  })
}

export type Somebody = Awaited<ReturnType<typeof person>>

// biome-ignore lint/suspicious/noExplicitAny: what is heard has as many shapes as there are events
export type Loose = any

/** A client without a namespace. It says and hears events, whatever they are called. */
export async function connected({ url }: Pick<TestServer, 'url'>, options: object) {
  const socket = io(url, { forceNew: true, reconnection: false, ...options })
  const heard: [event: string, said: Loose][] = []
  let over = ''
  socket.onAny((event, said) => void heard.push([event, said]))
  socket.on('connect_error', ({ message }) => {
    over = message
  })
  socket.on('disconnect', (reason) => {
    over = reason
  })
  await until(() => socket.connected || over)
  const all = (event: string): Loose[] => heard.filter(([name]) => name === event).map(([, said]) => said)
  return {
    emit: (event: string, said?: object) => void socket.emit(event, said),
    all,
    /** What was said the nth time, as soon as it is. */
    async hears(event: string, nth = 1): Promise<Loose> {
      await until(() => all(event).length >= nth)
      return all(event)[nth - 1]
    },
    heard,
    get over() {
      return over
    },
    close: () => socket.disconnect(),
  }
}

export type Ear = Awaited<ReturnType<typeof connected>>

export const byAuth = (server: TestServer, { token }: Somebody) => connected(server, { auth: { token } })
export const byQuery = (server: TestServer, { token }: Somebody) => connected(server, { query: { token } })
