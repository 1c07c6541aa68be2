import { expect, test } from 'bun:test'
import { type JWTPayload, SignJWT } from 'jose'
import { hour } from '../../src/clock.ts'
import { newId } from '../../src/id.ts'
import { ask, PASSWORD } from '../client.ts'
import { databases } from '../databases.ts'
import { rawSocket } from '../engine.ts'
import { movableClock } from '../house.ts'
import { type TestServer, testServer } from '../server.ts'
import { until } from '../until.ts'

const [sqlite] = databases as [(typeof databases)[0]]
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** Each way in, and the code with which it refuses a token; `in` where it does not. */
const doors: Record<string, (url: string, token: string) => Promise<string>> = {
  async reading(url, token) {
    const { status, body } = await ask(url, 'GET', '/api/v1/users/me', undefined, {
      Authorization: `Bearer ${token}`,
    })
    return status === 200 ? 'in' : body.code
  },
  async writing(url, token) {
    const { status, body } = await ask(
      url,
      'PATCH',
      '/api/v1/users/me',
      { about: 'Hm' },
      { Authorization: `Bearer ${token}` },
    )
    return status === 200 ? 'in' : body.code
  },
  async streaming(url, token) {
    const answer = await fetch(`${url}/api/v1/log/stream`, { headers: { Authorization: `Bearer ${token}` } })
    if (answer.status !== 200) return ((await answer.json()) as { code: string }).code
    await answer.body?.cancel()
    return 'in'
  },
  async 'streaming with it in the address'(url, token) {
    const answer = await fetch(`${url}/api/v1/users/stream/${encodeURIComponent(token)}`)
    if (answer.status !== 200) return ((await answer.json()) as { code: string }).code
    await answer.body?.cancel()
    return 'in'
  },
  connecting: (url, token) => connectTo('/v1', url, token),
  'connecting to rooms': (url, token) => connectTo('/ws/messages', url, token),
}

async function connectTo(namespace: string, url: string, token: string): Promise<string> {
  const socket = rawSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`)
  await socket.opened
  socket.say(`40${namespace},${JSON.stringify({ token })}`)
  await until(() => socket.told.length > 1)
  socket.close()
  const told = String(socket.told[1])
  return told.startsWith('40') ? 'in' : JSON.parse(told.slice(`44${namespace},`.length)).data.code
}

async function scene() {
  const clock = movableClock()
  const server = await testServer(sqlite, { clock })
  const [alice, bob] = [await server.signUp('alice'), await server.signUp('bob')]
  const key = new TextEncoder().encode(server.house.secrets.tokenKey)
  const now = Math.floor(clock.now() / 1000)
  const good: JWTPayload = { sub: alice.id, sid: alice.sessionId, iss: 'parley', iat: now, exp: now + 600 }
  const sign = (claims: JWTPayload, header: object = {}, signedBy: Uint8Array = key) =>
    new SignJWT(claims).setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', ...header }).sign(signedBy)
  return { server, clock, alice, bob, good, sign, now }
}

type Scene = Awaited<ReturnType<typeof scene>>

async function forgeries({ alice, bob, good, sign, now }: Scene): Promise<Record<string, string>> {
  const [header, claims, signature] = (await sign(good)).split('.') as [string, string, string]
  const { exp: _, ...endless } = good
  const { sid: __, ...sessionless } = good
  return {
    'no algorithm': `${part({ alg: 'none', typ: 'at+jwt' })}.${claims}.`,
    'no algorithm, with a signature': `${part({ alg: 'None', typ: 'at+jwt' })}.${claims}.${signature}`,
    'no signature': `${header}.${claims}.`,
    'the claims of bob': `${header}.${part({ ...good, sub: bob.id, sid: bob.sessionId })}.${signature}`,
    'another key': await sign(good, {}, new TextEncoder().encode('x'.repeat(43))),
    'an empty key': await sign(good, {}, new Uint8Array([0])),
    'another algorithm': await sign(good, { alg: 'HS512' }),
    'another type': await sign(good, { typ: 'JWT' }),
    'another issuer': await sign({ ...good, iss: 'evil' }),
    'no end': await sign(endless),
    'no session': await sign(sessionless),
    'over since long': await sign({ ...good, iat: now - 7200, exp: now - 3600 }),
    'not good yet': await sign({ ...good, nbf: now + 3600 }),
    'the session of somebody else': await sign({ ...good, sid: bob.sessionId }),
    'a session that is none': await sign({ ...good, sid: newId() }),
    'ids that are none': await sign({ ...good, sub: "' or 1=1 --", sid: '%' }),
    'a refresh token': alice.refreshToken,
    'the id of a session': alice.sessionId,
    rubbish: 'a.b.c',
    dots: '.'.repeat(1000),
    'a very long one': `${header}.${'a'.repeat(5000)}.${signature}`,
    'the word': 'undefined',
    nothing: '',
  }
}

test('no forged, foreign or former token opens any door', async () => {
  const its = await scene()
  const { server, clock, alice, good, sign } = its
  await using _ = server
  for (const [door, enter] of Object.entries(doors))
    expect([door, await enter(server.url, await sign(good))]).toEqual([door, 'in'])
  for (const [forgery, token] of Object.entries(await forgeries(its)))
    for (const [door, enter] of Object.entries(doors))
      expect([forgery, door, await enter(server.url, token)]).toEqual([forgery, door, 'unauthenticated'])

  const refresh = (refresh_token: string) =>
    ask(server.url, 'POST', '/api/v1/sessions/refresh', { refresh_token })
  const [session, generation, proof] = alice.refreshToken.split('.') as [string, string, string]
  for (const token of [
    alice.token,
    `${session}.2.${proof}`,
    `${newId()}.${generation}.${proof}`,
    `${session}.${generation}.`,
    `${session}.1e0.${proof}`,
    '..',
    'x',
  ])
    expect([token, (await refresh(token)).status]).toEqual([token, 401])
  for (const ticket of ['x', alice.token.slice(0, 100), 'a'.repeat(32)])
    expect((await ask(server.url, 'GET', `/api/v1/log/stream?ticket=${ticket}`)).status).toBe(401)

  const former = await sign(good)
  expect((await refresh(alice.refreshToken)).status).toBe(200)
  clock.move(hour)
  for (const [door, enter] of Object.entries(doors))
    expect([door, await enter(server.url, former)]).toEqual([door, 'unauthenticated'])
})

/** Another site makes a browser send the cookie along. */
const foreign: Record<string, string>[] = [
  {},
  { Origin: 'https://evil.example' },
  { Origin: 'null' },
  { 'Sec-Fetch-Site': 'cross-site' },
  { 'Sec-Fetch-Site': 'same-site', Origin: 'http://other.localhost' },
  { Referer: 'http://127.0.0.1/' },
]

async function cookieOf({ url }: TestServer) {
  const { headers } = await ask(url, 'POST', '/api/v1/sessions', { username: 'alice', password: PASSWORD })
  const cookie = headers.get('set-cookie')!
  expect(cookie).toMatch(/; HttpOnly; SameSite=Lax/)
  return cookie.split(';')[0]!
}

test('with a cookie, pages of other sites change nothing and hear nothing', async () => {
  const { server, alice } = await scene()
  await using _ = server
  const Cookie = await cookieOf(server)
  const origin = new URL(server.url).origin
  const patch = (headers: Record<string, string>) =>
    ask(server.url, 'PATCH', '/api/v1/users/me', { about: 'Mine' }, { Cookie, ...headers })
  for (const headers of foreign)
    expect([headers, (await patch(headers)).body.code]).toEqual([headers, 'forbidden'])
  expect((await alice.get('/api/v1/users/me')).about).toBe('')
  expect((await patch({ Origin: origin })).status).toBe(200)
  expect((await patch({ 'Sec-Fetch-Site': 'same-origin' })).status).toBe(200)

  const polling = `${server.url}/socket.io/?EIO=4&transport=polling`
  async function connect(headers: Record<string, string>) {
    const { sid } = JSON.parse(
      (await (await fetch(polling, { headers: { Cookie, ...headers } })).text()).slice(1),
    )
    await fetch(`${polling}&sid=${sid}`, { method: 'POST', body: '40/v1,', headers: { Cookie, ...headers } })
    return (await (await fetch(`${polling}&sid=${sid}`)).text()).slice(0, 6)
  }
  for (const headers of foreign) expect([headers, await connect(headers)]).toEqual([headers, '44/v1,'])
  expect(await connect({ Origin: origin })).toBe('40/v1,')
  const read = await fetch(`${server.url}/api/v1/users/me`, {
    headers: { Cookie, Origin: 'https://evil.example' },
  })
  expect([read.status, read.headers.get('access-control-allow-origin')]).toEqual([200, null])
  for (const value of [
    '',
    'parley_session=',
    'parley_session=x',
    `${Cookie}x`,
    Cookie.toUpperCase(),
    `x${Cookie}`,
  ])
    expect([
      value,
      (await ask(server.url, 'GET', '/api/v1/users/me', undefined, { Cookie: value })).status,
    ]).toEqual([value, 401])
})
