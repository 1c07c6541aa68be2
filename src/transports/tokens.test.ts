import { expect, test } from 'bun:test'
import { PASSWORD } from '../../test/client.ts'
import { databases } from '../../test/databases.ts'
import { movableClock } from '../../test/house.ts'
import { listenBySocket, listenByWebSocket, listens, listenToStream } from '../../test/listener.ts'
import { type Stage, stage } from '../../test/stage.ts'
import { until } from '../../test/until.ts'
import { hour, minute, second } from '../clock.ts'
import { openTokens } from '../users/tokens.ts'

const sqlite = databases[0]!

function freshToken({ server }: Stage, who: { id: string; sessionId: string }) {
  const { house } = server
  return openTokens(house.secrets.tokenKey, house.clock).sign(who.id, who.sessionId, hour)
}

test('when the token expires, streams and sockets end; `auth` with a fresh one prolongs a socket', async () => {
  const clock = movableClock()
  await using its = await stage(sqlite, { clock })
  const { url, bob } = its
  const [prolonged, socket, polling, stream] = [
    listenByWebSocket(url, bob.token),
    listenByWebSocket(url, bob.token),
    listenBySocket(['polling'])(url, bob.token),
    listenToStream(url, bob.token),
  ] as const
  await Promise.all([prolonged.ready, socket.ready, polling.ready, stream.ready])
  clock.move(hour - minute)
  const renewed = await prolonged.ask('auth', { token: await freshToken(its, bob) })
  expect(renewed).toEqual({ answer: { expires_at: clock.now() + hour } })
  clock.move(2 * minute)
  await Promise.all([socket, polling, stream].map((ear) => ear.ended))
  // As a line that broke, so that the client comes back by itself with a new token.
  expect((await socket.ended).reason).toBe('transport close')
  expect((await polling.ended).reason).toBe('transport close')
  const back = await listenByWebSocket(url, bob.token).ended
  expect(back.problem).toMatchObject({ code: 'unauthenticated' })
  expect(prolonged.isOver()).toBe(false)
  clock.move(hour)
  await prolonged.ended
  await its.empty()
})

test('`auth` takes a token of the same session only, and says what is wrong with any other', async () => {
  const clock = movableClock()
  await using its = await stage(sqlite, { clock })
  const { url, bob, cleo, here } = its
  const phone = await here.anotherDevice(bob)
  const ear = listenByWebSocket(url, bob.token)
  await ear.ready
  const code = async (input: unknown) => (await ear.ask('auth', input)).problem?.code
  expect(await code({ token: await freshToken(its, cleo) })).toBe('forbidden')
  expect(await code({ token: await freshToken(its, phone) })).toBe('forbidden')
  const stale = await freshToken(its, bob)
  clock.move(hour - second)
  expect(await code({ token: await freshToken(its, bob) })).toBeUndefined()
  clock.move(2 * second)
  expect(await code({ token: stale })).toBe('unauthenticated')
  expect(await code({ token: 'garbage' })).toBe('unauthenticated')
  for (const input of [
    undefined,
    null,
    {},
    [],
    'x',
    { token: 5 },
    { token: '' },
    { token: 'x'.repeat(5000) },
  ])
    expect([input, await code(input)]).toEqual([input, 'invalid'])
  expect(ear.isOver()).toBe(false)
})

test('a handshake without a good token is refused, whatever is sent instead', async () => {
  await using its = await stage(sqlite)
  const bad = [
    undefined,
    null,
    '',
    'garbage',
    5,
    {},
    [],
    true,
    `${its.bob.token}x`,
    `Bearer ${its.bob.token}`,
  ]
  for (const token of bad) {
    const { problem } = await listenByWebSocket(its.url, token).ended
    expect([token, problem?.code]).toEqual([token, 'unauthenticated'])
  }
  for (const [door, listen] of Object.entries(listens))
    expect([door, (await listen(its.url, undefined).ended).problem.code]).toEqual([door, 'unauthenticated'])
  await its.empty()
})

test('nobody is let into another namespace, where no dialect speaks on the main one', async () => {
  await using its = await stage(sqlite, { env: { PARLEY_DIALECTS: 'none' } })
  for (const name of ['', '/', '/v2', '/V1', '/__proto__']) {
    const ear = listenByWebSocket(`${its.url}${name}`, its.bob.token)
    const socket = ear.socket.io.socket(name || '/')
    const refused = await new Promise<Error>((resolve) => socket.on('connect_error', resolve))
    expect(refused.message).toMatch(/namespace/)
    socket.disconnect()
    ear.close()
  }
})

test('by cookie a page of this server may connect, and a foreign one may not', async () => {
  await using its = await stage(sqlite, { env: { PARLEY_CORS_ORIGINS: 'https://chat.example' } })
  const { url, bob } = its
  const logIn = await fetch(`${url}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ username: bob.username, password: PASSWORD }),
  })
  const Cookie = logIn.headers.get('set-cookie')!.split(';')[0]!
  for (const transport of ['websocket', 'polling']) {
    const connect = (headers: object) => {
      const options = { extraHeaders: headers }
      return listenBySocket([transport], options)(url, undefined)
    }
    for (const headers of [
      { Cookie, Origin: url },
      { Cookie, Origin: 'https://chat.example' },
    ]) {
      const ear = connect(headers)
      await ear.ready
      ear.close()
    }
    const foreign = [
      { Cookie, Origin: 'https://evil.example' },
      { Cookie, Origin: 'null' },
      { Cookie, Origin: `${url}.evil.example` },
      { Cookie },
    ]
    for (const headers of foreign)
      expect([headers, (await connect(headers).ended).problem.code]).toEqual([headers, 'forbidden'])
    expect((await connect({ Cookie: 'parley_session=x', Origin: url }).ended).problem.code).toBe(
      'unauthenticated',
    )
  }
})

test('a ticket opens one stream, once, within a minute, for as long as its session lives', async () => {
  const clock = movableClock()
  await using its = await stage(sqlite, { clock })
  const { url, bob } = its
  const ticket = async () => (await bob.post('/api/v1/users/me/stream-ticket')).ticket as string
  const open = (ticket: string) => fetch(`${url}/api/v1/log/stream?ticket=${encodeURIComponent(ticket)}`)
  const leave = async (answer: Response) => {
    await answer.body?.cancel()
    return answer.status
  }
  const once = await ticket()
  const answers = await Promise.all([open(once), open(once), open(once)])
  expect((await Promise.all(answers.map(leave))).toSorted()).toEqual([200, 401, 401])
  expect(await leave(await open(once))).toBe(401)
  const inTime = await ticket()
  const late = await ticket()
  clock.move(minute - second)
  expect(await leave(await open(inTime))).toBe(200)
  clock.move(second)
  expect(await leave(await open(late))).toBe(401)
  for (const nonsense of ['x', 'x'.repeat(100), '%00'])
    expect([nonsense, await leave(await open(nonsense))]).toEqual([nonsense, 401])
  const last = await ticket()
  await its.must(bob, 'DELETE', '/api/v1/sessions/current')
  expect(await leave(await open(last))).toBe(401)
  await until(() => its.server.app.hub.of(bob.id).size === 0)
})
