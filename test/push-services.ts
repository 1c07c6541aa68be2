import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import {
  createSecureServer,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2'
import type { AddressInfo } from 'node:net'
import { jwtVerify } from 'jose'
import type { Clock } from '../src/clock.ts'
import { browserAt } from './browser.ts'
import { certificate } from './certificate.ts'

/** How a push service answers: a status, and what goes with it. */
export interface Answer {
  status: number
  body?: unknown
  headers?: Record<string, string>
}

const fine: Answer = { status: 200, body: {} }

/** What came in and how it is answered, for each of the services. */
interface Desk<Came> {
  came: Came[]
  /** Takes the place of a plain "yes", for as many as there are. */
  answers: (Answer | ((came: Came) => Answer | Promise<Answer>))[]
}

async function take<Came>(desk: Desk<Came>, came: Came): Promise<Answer> {
  desk.came.push(came)
  const next = desk.answers.shift()
  return typeof next === 'function' ? next(came) : (next ?? fine)
}

/** Making keys takes a while. */
function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}

const google = once(() => generateKeyPairSync('rsa', { modulusLength: 2048 }))
const apple = once(() => generateKeyPairSync('ec', { namedCurve: 'P-256' }))

const pem = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString()

export interface FcmMessage {
  token: string
  data: Record<string, string>
  notification?: { title: string; body: string }
  android: { collapse_key: string; priority: string; ttl: string; notification?: { tag: string } }
}

/** Google's: gives access tokens for assertions (RFC 7523), and takes messages with them. */
export function fcmService(clock: Clock) {
  const { privateKey, publicKey } = google()
  const desk: Desk<FcmMessage> = { came: [], answers: [] }
  const tokens = new Set<string>()
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    routes: {
      '/token': async (request) => {
        const form = await request.formData()
        if (form.get('grant_type') !== 'urn:ietf:params:oauth:grant-type:jwt-bearer')
          return new Response(null, { status: 400 })
        await jwtVerify(String(form.get('assertion')), publicKey, {
          algorithms: ['RS256'],
          issuer: 'push@parley-test',
          audience: tokenUri(),
          currentDate: new Date(clock.now()),
          requiredClaims: ['scope', 'exp', 'iat'],
        })
        const access_token = `access-${tokens.size + 1}`
        tokens.add(access_token)
        return Response.json({ access_token, expires_in: 3600, token_type: 'Bearer' })
      },
      '/v1/projects/parley-test/messages:send': async (request) => {
        const token = request.headers.get('authorization')?.replace('Bearer ', '') ?? ''
        if (!tokens.has(token)) return Response.json({ error: { code: 401 } }, { status: 401 })
        const { message } = (await request.json()) as { message: FcmMessage }
        const { status, body, headers = {} } = await take(desk, message)
        return Response.json(body ?? null, { status, headers })
      },
    },
  })
  const url = `http://127.0.0.1:${server.port}`
  const tokenUri = () => `${url}/token`
  return {
    ...desk,
    url,
    tokens,
    credentials: {
      type: 'service_account',
      project_id: 'parley-test',
      client_email: 'push@parley-test',
      private_key: pem(privateKey),
      token_uri: tokenUri(),
    },
    close: () => server.stop(true),
  }
}

export interface ApnsNotice {
  device: string
  headers: IncomingHttpHeaders
  body: {
    aps: { alert?: { title: string; body: string }; badge?: number; 'content-available'?: number }
    parley: { kind: string; chat_id?: string; badge: number }
  }
}

/** Apple's: HTTP/2 over TLS, with a provider token on each request. */
export async function apnsService(clock: Clock) {
  const { key, cert } = certificate()
  const { privateKey, publicKey } = apple()
  const desk: Desk<ApnsNotice> = { came: [], answers: [] }
  const sessions = new Set<ServerHttp2Session>()
  let connections = 0
  const server = createSecureServer({ key, cert })
  server.on('session', (session) => {
    connections++
    sessions.add(session)
    session.on('close', () => sessions.delete(session))
    session.on('error', () => {})
  })

  async function answer(headers: IncomingHttpHeaders, text: string): Promise<Answer> {
    try {
      const token = String(headers.authorization).replace('bearer ', '')
      const { payload, protectedHeader } = await jwtVerify(token, publicKey, {
        algorithms: ['ES256'],
        issuer: 'TEAM123456',
        currentDate: new Date(clock.now()),
        maxTokenAge: '1h',
      })
      if (protectedHeader.kid !== 'KEY1234567' || payload.exp) throw new Error('not as Apple wants it')
    } catch {
      return { status: 403, body: { reason: 'InvalidProviderToken' } }
    }
    if (headers['apns-topic'] !== 'org.example.parley') return { status: 400, body: { reason: 'BadTopic' } }
    const device = /^\/3\/device\/([0-9a-f]+)$/.exec(String(headers[':path']))?.[1]
    if (!device) return { status: 404, body: { reason: 'BadPath' } }
    return take(desk, { device, headers, body: JSON.parse(text) })
  }

  server.on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
    let text = ''
    stream.setEncoding('utf8')
    stream.on('error', () => {})
    stream.on('data', (part) => {
      text += part
    })
    stream.on('end', async () => {
      const { status, body } = await answer(headers, text)
      if (stream.destroyed) return
      stream.respond({ ':status': status })
      stream.end(status === 200 ? '' : JSON.stringify(body))
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    ...desk,
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    keyPem: pem(privateKey),
    get connections() {
      return connections
    },
    /** As Apple does from time to time. */
    hangUp: () => sessions.forEach((session) => session.destroy()),
    close() {
      for (const session of sessions) session.destroy()
      server.close()
    },
  }
}

export interface WebNotice {
  browser: string
  headers: Headers
  sealed: Buffer
  // biome-ignore lint/suspicious/noExplicitAny: what the page's service worker reads
  read: any
}

/** A push service for browsers (RFC 8030), which are reached at addresses of its own; it can look into what it carries. */
export function webPushService(clock: Clock) {
  const desk: Desk<WebNotice> = { came: [], answers: [] }
  const browsers = new Map<string, ReturnType<typeof browserAt>>()
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    tls: certificate(),
    async fetch(request) {
      const name = new URL(request.url).pathname.slice(1)
      const browser = browsers.get(name)
      if (!browser || !(await isSigned(request))) return new Response(null, { status: 403 })
      if (request.headers.get('content-encoding') !== 'aes128gcm' || !request.headers.has('ttl'))
        return new Response(null, { status: 400 })
      const sealed = Buffer.from(await request.arrayBuffer())
      const came = { browser: name, headers: request.headers, sealed, read: browser.read(sealed) }
      const { status, headers = {} } = await take(desk, came)
      return new Response(null, { status: status === 200 ? 201 : status, headers })
    },
  })
  const url = `https://127.0.0.1:${server.port}`

  /** RFC 8292: a token for us, signed with the key that the browser was given. */
  async function isSigned(request: Request): Promise<boolean> {
    const [, token, key] =
      /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(request.headers.get('authorization') ?? '') ?? []
    if (!token || !key) return false
    const point = Buffer.from(key, 'base64url')
    const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'))
    const jwk = { kty: 'EC', crv: 'P-256', x: x!, y: y! }
    const verified = await jwtVerify(token, createPublicKey({ key: jwk, format: 'jwk' }), {
      algorithms: ['ES256'],
      audience: url,
      currentDate: new Date(clock.now()),
    }).catch(() => undefined)
    return verified !== undefined && verified.payload.exp! - clock.now() / 1000 <= 24 * 3600
  }

  return {
    ...desk,
    url,
    subscribe(name: string) {
      const browser = browserAt(`${url}/${name}`)
      browsers.set(name, browser)
      return browser.subscription
    },
    close: () => server.stop(true),
  }
}
