import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../../src/config.ts'
import { PASSWORD as KNOWN } from '../client.ts'
import { databases } from '../databases.ts'
import { pushStage } from '../push-stage.ts'
import { type TestServer, testServer } from '../server.ts'
import { until } from '../until.ts'
import { type Encoding, listenAsChatapp, oldClient } from './old-clients.ts'

const [sqlite] = databases as [(typeof databases)[0]]
const PASSWORD = 'four'
const html = { headers: { Accept: 'text/html,application/xhtml+xml' } }

const settingNames =
  'web_app_url ios_version_needed android_version_needed force_update amazon_app_id aws_account_id cognito_pool_id cognito_role_unauth cognito_role_auth bucket_name cloudfront android_update_link ios_update_link'.split(
    ' ',
  )

async function register(server: TestServer, username: string, as: Encoding = 'json') {
  const client = oldClient(server, as)
  const email = `${username}@example.org`
  return { client, email, reply: await client.post('/register', { username, email, password: PASSWORD }) }
}

for (const database of databases) {
  test(`${database.name}: one log-in answers every client in every key that one of them knows`, async () => {
    await using server = await testServer(database)
    const { client, email, reply } = await register(server, 'alice')
    const { id } = reply.json
    expect(reply.status).toBe(200)
    expect(reply.json).toMatchObject({ _id: id, username: 'alice', email, message: 'User created' })
    expect(reply.json.data).toMatchObject({ _id: id, id, username: 'alice', scope: 'admin' })
    expect(reply.text).not.toMatch(/password|hash|argon/i)
    const house = server.house
    await house.db.writer.updateTable('users').set({ phone: '+33611111111' }).execute()
    for (const name of [
      { username: 'alice' },
      { username: 'ALICE' },
      { username: email },
      { email },
      { email: 'alice' },
      { email: '+33 6 11 11 11 11', username: '' },
      { phone: '0033611111111' },
      { email: '', username: null, phone: '06 11 11 11 11' },
    ]) {
      const { status, json, headers } = await client.post('/login', { ...name, password: PASSWORD }, 'json')
      expect([name, status]).toEqual([name, 200])
      const token = json.access_token
      expect(json).toEqual({
        access_token: token,
        token,
        'Token de connexion : ': token,
        token_type: 'Bearer',
        expires_in: 30 * 86_400,
        message: 'Vous êtes connecté ! ',
        msg: 'login successful',
        user_id: id,
        ...Object.fromEntries(settingNames.map((setting) => [setting, ''])),
        web_app_url: server.url,
      })
      expect(headers.get('set-cookie')).toMatch(/^parley_session=[\w-]+; Path=\/; HttpOnly; SameSite=Lax; /)
    }
    for (const as of ['json', 'form', 'multipart'] as const) {
      const { status } = await oldClient(server).post('/login', { email, password: PASSWORD }, as)
      expect([as, status]).toEqual([as, 200])
    }
    const wrong = await client.post('/login', { username: 'alice', password: 'wrong' })
    const unknown = await client.post('/login', { username: 'nobody', password: 'wrong' })
    expect({ ...wrong.json, request_id: '' }).toEqual({ ...unknown.json, request_id: '' })
    expect(wrong.status).toBe(401)
    const { error, msg, message, detail, status, title, type } = wrong.json
    expect([error, msg, message, status, typeof title, typeof type]).toEqual([
      ...Array(3).fill(detail),
      401,
      'string',
      'string',
    ])
    expect((await client.post('/login', { password: PASSWORD })).status).toBe(400)
  })

  test(`${database.name}: who is taken is told in the words of that backend, and short passwords are for dialects only`, async () => {
    await using server = await testServer(database)
    const { client, email } = await register(server, 'alice', 'form')
    const again = await client.post('/register', { username: 'other', email, password: PASSWORD })
    expect([again.status, again.json.error]).toEqual([
      400,
      'Cette adresse Email est déjà utilisée par un utilisateur !',
    ])
    // Whoever presses twice comes with the same of both.
    const twice = await client.post('/register', { username: 'alice', email, password: PASSWORD })
    expect([twice.status, twice.json.error]).toEqual([400, again.json.error])
    const name = await client.post('/register', { username: 'Alice', email: 'x@y.org', password: PASSWORD })
    expect([name.status, name.json.error]).toEqual([400, 'The username is taken'])
    const short = await client.post('/register', { username: 'bob', email: 'b@y.org', password: 'abc' })
    expect(short.status).toBe(400)
    const own = await client.post('/api/v1/users', { username: 'bob', password: PASSWORD }, 'json')
    expect([own.status, own.json.detail]).toEqual([400, 'body.password: must have at least 8 characters'])
    for (const [address, username] of [
      ['alice@other.org', 'alice-2'],
      ['echo@other.org', 'echo-2'],
      ['a+talk@other.org', 'a.talk'],
      ['_-_@other.org', 'somebody'],
      ['alice@third.org', 'alice-3'],
    ] as const) {
      const { status } = await client.post('/signup', { email: address, password: PASSWORD })
      const login = await client.post('/login', { email: address, password: PASSWORD })
      client.authorize(login.json.token)
      expect([address, status, (await client.get('/user')).json.username]).toEqual([address, 200, username])
      client.authorize(undefined)
    }
  })

  test(`${database.name}: a log-out revokes at every door, and a later call is a 401`, async () => {
    await using server = await testServer(database)
    const { client } = await register(server, 'alice')
    const ways = [
      ['GET', '/logout', { msg: 'JWT revoked' }],
      ['POST', '/logout', { message: 'Vous êtes déconnecté.' }],
      ['GET', '/login', { msg: 'JWT revoked' }],
    ] as const
    for (const by of ['Bearer token', 'token alone', 'cookie'])
      for (const [method, path, answer] of ways) {
        client.authorize(undefined)
        const { json } = await client.post('/login', { username: 'alice', password: PASSWORD })
        const cookie = client.cookie
        if (by !== 'cookie') client.authorize(by === 'token alone' ? json.token : `Bearer ${json.token}`)
        const ear = await listenAsChatapp(server, { token: json.token })
        const stream = await fetch(`${server.url}/api/v1/log/stream`, {
          headers: { Authorization: `Bearer ${json.token}` },
        })
        const left = await client.send(method, path)
        expect([by, path, left.status, left.json]).toEqual([by, path, 200, answer])
        expect(left.headers.get('set-cookie')).toContain('parley_session=; ')
        await until(() => ear.over)
        // The stream ends by itself.
        await stream.text()
        const later = await fetch(`${server.url}/user`, { headers: { Cookie: cookie } })
        const token = await fetch(`${server.url}/user`, { headers: { Authorization: json.token } })
        expect([by, path, later.status, token.status]).toEqual([by, path, 401, 401])
      }
  })
}

test('to a browser / and /login are the web client; to others / says hello', async () => {
  await using server = await testServer(sqlite)
  const client = oldClient(server)
  for (const path of ['/', '/login']) {
    const page = await client.send('GET', path, html)
    expect([path, page.status, page.headers.get('content-type')]).toEqual([
      path,
      200,
      'text/html; charset=utf-8',
    ])
  }
  const { status, json } = await client.get('/')
  expect([status, json.msg, json.docs]).toEqual([200, 'hello', '/docs'])
  expect((await client.get('/login')).status).toBe(401)
})

test('a page of another site can do nothing with the cookie, and an app that is no browser can', async () => {
  await using server = await testServer(sqlite, { env: { PARLEY_CORS_ORIGINS: 'https://ours.example.org' } })
  const { client } = await register(server, 'alice')
  await client.post('/login', { username: 'alice', password: PASSWORD })
  const from = (headers: Record<string, string>) => ({ headers })
  const evil = [
    from({ Origin: 'https://evil.example.org' }),
    from({ 'Sec-Fetch-Site': 'cross-site' }),
    from({ 'Sec-Fetch-Site': 'same-site', Origin: 'null' }),
  ]
  for (const init of evil)
    for (const [method, path] of [
      ['POST', '/logout'],
      ['GET', '/logout'],
      ['GET', '/login'],
      ['POST', '/block_contacts'],
    ] as const) {
      const body =
        path === '/block_contacts' ? { body: new URLSearchParams({ contacts_to_block: '[]' }) } : {}
      expect([path, init, (await client.send(method, path, { ...init, ...body })).status]).toEqual([
        path,
        init,
        403,
      ])
    }
  const login = { body: new URLSearchParams({ username: 'alice', password: PASSWORD }) }
  for (const init of evil) {
    const { status, headers } = await oldClient(server).send('POST', '/login', { ...init, ...login })
    expect([init, status, headers.get('set-cookie')]).toEqual([init, 200, null])
  }
  expect((await client.get('/user')).status).toBe(200)
  const ours = from({ Origin: 'https://ours.example.org', 'Sec-Fetch-Site': 'cross-site' })
  expect((await client.send('POST', '/logout', ours)).status).toBe(200)
})

test('which dialects are spoken is for the operator to say; what is not spoken is not there', async () => {
  for (const wrong of ['chatapp,facebook', 'all,none', 'None', ','])
    expect(() => readConfig({ PARLEY_DIALECTS: wrong })).toThrow(
      'PARLEY_DIALECTS: must be all, none, or some',
    )
  expect(readConfig({}).dialects).toHaveLength(5)
  {
    await using server = await testServer(sqlite, { env: { PARLEY_DIALECTS: 'none' } })
    const alice = await server.signUp('alice')
    const client = oldClient(server)
    client.authorize(alice.token)
    for (const path of ['/user', '/logout', '/chats', '/receive_all'])
      expect([path, (await client.get(path)).status]).toEqual([path, 404])
    const ear = await listenAsChatapp(server, { token: alice.token })
    expect(ear.over).toBe('No such namespace')
    expect(server.app.endpoints.some((one) => one.manner)).toBe(false)
  }
  await using server = await testServer(sqlite, { env: { PARLEY_DIALECTS: 'pictever' } })
  const client = oldClient(server, 'form')
  expect((await client.post('/signup', { email: 'a@b.org', password: PASSWORD })).status).toBe(200)
  expect((await client.post('/login', { email: 'a@b.org', password: PASSWORD })).status).toBe(200)
  expect((await client.get('/get_my_status')).text).toBe('Newbie')
  for (const path of ['/user', '/register']) expect((await client.get(path)).status).toBe(404)
})

test('who logs in on a telephone is told there; what cannot be reached keeps nobody out', async () => {
  await using its = await pushStage(sqlite)
  const client = oldClient(its.server)
  const devices = async (device: Record<string, unknown>) => {
    const { status, json } = await client.post('/login', { username: 'bob', password: KNOWN, ...device })
    expect([device, status]).toEqual([device, 200])
    client.authorize(json.token)
    const { items } = (await client.get('/api/v1/devices')).json
    await client.post('/logout')
    client.authorize(undefined)
    return items.map(({ kind, app }: { kind: string; app: string }) => [kind, app])
  }
  const apple = 'ab'.repeat(32)
  expect(await devices({ os: 'android', reg_id: 'APA91b', app_version: '1.4' })).toEqual([
    ['fcm', 'android 1.4'],
  ])
  expect(await devices({ os: 'iOS', reg_id: apple })).toEqual([['apns', 'iOS']])
  for (const none of [
    { os: 'ios', reg_id: 'no hex' },
    { os: 'android', reg_id: '' },
    { os: 'symbian', reg_id: 'x' },
    { os: null, reg_id: null },
  ])
    expect(await devices(none)).toEqual([])
})

test('pages of the origins that the operator names may open sockets and ask by a token, and no others', async () => {
  const SOCKETIO_CORS = 'https://one.example.org,https://two.example.org'
  await using server = await testServer(sqlite, { env: { SOCKETIO_CORS } })
  const allowed = async (Origin: string) => {
    const answer = await fetch(`${server.url}/socket.io/?EIO=4&transport=polling`, { headers: { Origin } })
    return answer.headers.get('access-control-allow-origin')
  }
  const preflight = async (Origin: string) => {
    const wanted = {
      'Access-Control-Request-Method': 'POST',
      'Access-Control-Request-Headers': 'authorization,content-type',
    }
    const asked = await fetch(`${server.url}/login`, { method: 'OPTIONS', headers: { Origin, ...wanted } })
    const answered = await fetch(`${server.url}/user`, { headers: { Origin } })
    // A cookie is for those of PARLEY_CORS_ORIGINS.
    expect(asked.headers.get('access-control-allow-credentials')).toBeNull()
    return [asked, answered].map(({ headers }) => headers.get('access-control-allow-origin'))
  }
  for (const origin of SOCKETIO_CORS.split(',')) {
    expect(await allowed(origin)).toBe(origin)
    expect(await preflight(origin)).toEqual([origin, origin])
  }
  expect(await allowed('https://three.example.org')).toBeNull()
  expect(await preflight('https://three.example.org')).toEqual([null, null])
})

test('what the apps are told is in a file of the operator, who is told what is wrong with it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-settings-'))
  const path = join(folder, 'settings.json')
  const write = (content: object) => writeFileSync(path, JSON.stringify(content))
  const start = () =>
    testServer(sqlite, { env: { PARLEY_CLIENT_SETTINGS: path, PARLEY_PUBLIC_URL: 'https://p.org' } })
  write({ force_update: 'true', bucket_name: 'pictures' })
  {
    await using server = await start()
    const { client } = await register(server, 'alice')
    const { json } = await client.post('/login', { username: 'alice', password: PASSWORD })
    expect(json).toMatchObject({
      force_update: 'true',
      bucket_name: 'pictures',
      web_app_url: 'https://p.org',
    })
  }
  for (const content of [{ colour: 'red' }, { force_update: true }]) {
    write(content)
    await expect(start()).rejects.toThrow(`PARLEY_CLIENT_SETTINGS: ${path} is wrong at`)
  }
  rmSync(folder, { recursive: true })
})
