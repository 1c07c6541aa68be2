import { expect, test } from 'bun:test'
import { thumbnailer } from '../../src/media/thumbnail.ts'
import { databases } from '../databases.ts'
import { noise } from '../media.ts'
import { testServer } from '../server.ts'
import { until } from '../until.ts'
import { oldClient } from './old-clients.ts'
import { enter, listen, PASSWORD, person } from './txchat-people.ts'

for (const database of databases) {
  test(`${database.name}: the calls of accounts, as they were written down`, async () => {
    await using server = await testServer(database)
    const alice = await person(server, 'alice')
    const bob = await person(server, 'bob')
    const stranger = oldClient(server)
    const login = (email: string, password: string) => stranger.post('/auth/login', { email, password })
    const { status, json, headers } = await login(bob.email, PASSWORD)
    expect([status, json.message, json.token_type, json.token_expires_in]).toEqual([
      200,
      'Successfully logged in.',
      'Bearer',
      // No longer than the timers of browsers, by which it is exchanged.
      24 * 86_400,
    ])
    expect(headers.get('set-cookie')).toContain('HttpOnly; SameSite=Lax')
    for (const [email, password] of [
      [bob.email, 'wrong'],
      ['nobody@example.org', PASSWORD],
    ] as const) {
      const wrong = await login(email, password)
      expect([email, wrong.status, wrong.json.message]).toEqual([
        email,
        401,
        'Email or Password does not match.',
      ])
    }
    const both = { email: 'bob@example.org', first_name: 'Bob', last_name: 'Again', password: PASSWORD }
    for (const taken of [
      { ...both, username: 'bob2' },
      { ...both, username: 'BOB', email: 'b@example.org' },
    ]) {
      const { status, json } = await stranger.post('/api/v1/users/', taken)
      expect([status, json.message, json.status]).toEqual([409, 'User already exists. Please Log in.', 409])
    }
    const { last_name: _, ...incomplete } = { ...both, username: 'eve', email: 'no address' }
    const refused = await stranger.post('/api/v1/users/', incomplete)
    expect([refused.status, refused.json.message, refused.json.errors]).toEqual([
      400,
      'Input payload validation failed',
      { email: 'must be an e-mail address', last_name: 'is missing' },
    ])
    const short = await stranger.post('/api/v1/users/', {
      ...both,
      username: 'eve',
      email: 'e@e.org',
      password: 'abc',
    })
    expect(short.json.errors).toEqual({ password: 'must have at least 4 characters' })
    for (const as of ['form', 'multipart'] as const) {
      const said = { ...both, username: `by-${as}`, email: `${as}@example.org` }
      expect((await stranger.post('/api/v1/users/', said, as)).status).toBe(201)
    }

    // A page of another site does nothing with the cookie, though these are only looked up by GET.
    for (const path of ['/auth/logout', '/auth/refresh-token']) {
      const { status } = await stranger.send('GET', path, { headers: { 'Sec-Fetch-Site': 'cross-site' } })
      expect([path, stranger.cookie !== '', status]).toEqual([path, true, 403])
    }

    // Ours are answered as ever: the problem, its list of errors, and eight characters.
    const ours = await stranger.post('/api/v1/users', { username: 'eve', password: 'four' })
    expect([ours.status, ours.headers.get('content-type'), ours.json.detail]).toEqual([
      400,
      'application/problem+json',
      'body.password: must have at least 8 characters',
    ])
    const listed = await stranger.post('/api/v1/users', { username: 'eve', password: 7 })
    expect(listed.json.errors).toEqual([{ path: 'body.password', message: expect.any(String) }])
    expect(typeof listed.json.message).toBe('string')
    const eve = { username: 'eve', password: 'correct horse' }
    const { json: grant } = await stranger.post('/api/v1/users', eve)
    expect([grant.authorization, grant.token_expires_in]).toEqual([grant.access_token, 3600])
    for (const path of ['/api/v1/users?query=ali', '/api/v1/users/?query=ali'])
      expect((await bob.get(path)).json).toEqual({
        items: [expect.objectContaining({ id: alice.id })],
        next: null,
      })

    const nothing = oldClient(server)
    expect((await nothing.get('/auth/logout')).status).toBe(403)
    nothing.authorize('Bearer x.y.z')
    for (const path of ['/auth/logout', '/api/v1/users/me', '/api/v1/users/', '/api/v1/projects/']) {
      const { status, json } = await nothing.get(path)
      expect([path, status, typeof json.message, json.status]).toEqual([path, 401, 'string', 401])
    }

    // Nobody makes himself more than he is.
    const before = (await bob.get('/api/v1/users/me')).json
    expect(before).toMatchObject({ first_name: 'BOB', last_name: 'Van Dyke', admin: false, archived: false })
    const put = await bob.ask('PUT', '/api/v1/users/me', {
      username: 'bob',
      first_name: 'Robert',
      last_name: 'Dyke',
      ava: PNG,
      ...{
        admin: true,
        archived: true,
        id: alice.id,
        email: 'other@example.org',
        password_hash: 'x',
        number: 1,
      },
    })
    expect([put.status, put.json]).toEqual([200, { message: 'Successfully updated your profile.' }])
    const after = (await bob.get('/api/v1/users/me')).json
    const changed = ['name', 'first_name', 'last_name', 'picture', 'ava', 'version']
    expect(
      Object.keys(after)
        .filter((key) => after[key] !== before[key])
        .toSorted(),
    ).toEqual(changed.toSorted())
    expect((await fetch(after.ava)).headers.get('content-type')).toBe('image/png')
    const made = (await bob.post('/api/v1/projects/', { title: 'Bridge' })).json
    expect(made.owner.ava).toBe(after.ava)
    expect((await bob.get('/api/v1/projects/')).json.data[0].owner.ava).toBe(after.ava)
    const same = { username: 'bob', first_name: 'Robert', last_name: 'Dyke', ava: after.ava }
    expect((await bob.ask('PUT', '/api/v1/users/me', same)).status).toBe(200)
    expect((await bob.get('/api/v1/users/me')).json.ava).toBe(after.ava)
    const clash = await bob.ask('PUT', '/api/v1/users/me', { ...same, username: 'alice' })
    expect([clash.status, clash.json.message]).toEqual([409, 'The username is taken'])
    // Larger than pictures are kept, and than other bodies may be.
    if (await thumbnailer()) {
      const photo = await bob.ask('PUT', '/api/v1/users/me', { ...same, ava: noise(700).toString('base64') })
      expect(photo.status).toBe(200)
      const { ava } = (await bob.get('/api/v1/users/me')).json
      expect((await fetch(ava)).headers.get('content-type')).toBe('image/webp')
    }
    const text = await bob.ask('PUT', '/api/v1/users/me', { ...same, ava: btoa('no picture') })
    expect(text.status).toBe(400)

    const filtered = await bob.get('/api/v1/users/?filter_by=VAN%20d&per_page=1')
    expect(filtered.json).toMatchObject({
      total: 1,
      pages: 1,
      has_next: false,
      data: [{ username: 'alice' }],
    })
    expect(filtered.json.data[0].email).toBeUndefined()
    const first = (await bob.get('/api/v1/users/?per_page=3')).json
    expect([first.total, first.pages, first.next]).toEqual([5, 2, '/api/v1/users/?per_page=3&page=2'])
    expect((await bob.get('/api/v1/users/?page=9')).status).toBe(404)
    expect((await bob.get('/api/v1/users/?page=x')).json.errors).toEqual({ page: 'must be a whole number' })

    const reset = (older_password: string, new_password: string) =>
      bob.ask('PUT', '/api/v1/users/me/reset-password', { older_password, new_password })
    expect((await reset('wrong', 'other')).json.errors).toEqual({ older_password: 'is not the right one' })
    expect((await reset(PASSWORD, PASSWORD)).json.errors).toEqual({ new_password: 'must not be the old one' })
    expect((await reset(PASSWORD, 'abc')).json.errors).toEqual({
      new_password: 'must have at least 4 characters',
    })
    expect((await reset(PASSWORD, 'five5')).status).toBe(200)
    // All his other tokens are dead; this one is not.
    stranger.authorize(`Bearer ${json.authorization}`)
    expect([
      (await stranger.get('/api/v1/users/me')).status,
      (await bob.get('/api/v1/users/me')).status,
    ]).toEqual([401, 200])
    stranger.authorize(undefined)
    expect([(await login(bob.email, PASSWORD)).status, (await login(bob.email, 'five5')).status]).toEqual([
      401, 200,
    ])
    const forget = (email: string) => stranger.post('/api/v1/users/me/forget-password', { email })
    const [mine, nobodys] = [await forget(bob.email), await forget('nobody@example.org')]
    expect([mine.status, mine.text]).toEqual([nobodys.status, nobodys.text])
    expect([mine.status, (await login(bob.email, 'five5')).status]).toEqual([200, 200])
  })

  test(`${database.name}: admins grant and archive, at once and for good, and subscriptions are kept per session`, async () => {
    const env = {
      PARLEY_SMTP_URL: 'smtp://127.0.0.1:9',
      PARLEY_MAIL_FROM: 'Walks <talk@example.org>',
      PARLEY_PUBLIC_URL: 'http://localhost',
    }
    await using server = await testServer(database, { env })
    const alice = await person(server, 'alice')
    const bob = await person(server, 'bob')
    const stream = listen(server, bob.token)
    const room = await enter(server, bob.token)
    await stream.isReady()
    for (const path of [`/api/v1/users/admin/${alice.id}`, `/api/v1/users/archive/${alice.id}`]) {
      const { status, json } = await bob.post(path)
      expect([path, status, json.message]).toEqual([path, 401, 'You are not an administrator.'])
    }
    expect((await alice.post(`/api/v1/users/admin/${alice.id}`)).status).toBe(400)
    expect((await alice.ask('DELETE', `/api/v1/users/admin/${bob.id}`)).status).toBe(400)
    expect((await alice.post(`/api/v1/users/admin/${bob.id}`)).status).toBe(200)
    expect((await bob.get('/api/v1/users/me')).json.admin).toBe(true)
    expect((await bob.get('/api/v1/admin/users')).status).toBe(200)
    expect((await alice.ask('DELETE', `/api/v1/users/admin/${bob.id}`)).status).toBe(200)
    expect((await bob.get('/api/v1/admin/users')).status).toBe(403)

    const subscription = {
      endpoint: 'https://push.example.org/send/bob',
      expirationTime: null,
      keys: await subscriptionKeys(),
    }
    const path = '/api/v1/users/subscription'
    expect((await bob.ask('DELETE', path)).status).toBe(404)
    expect((await bob.get(path)).json.public_key).toMatch(/^[\w-]{87}$/)
    expect((await bob.post(path, subscription)).status).toBe(200)
    expect((await bob.post(path, { ...subscription, endpoint: 'http://127.0.0.1' })).status).toBe(400)
    const { json: fresh } = await oldClient(server).post('/auth/login', {
      email: bob.email,
      password: PASSWORD,
    })
    const other = oldClient(server)
    other.authorize(`Bearer ${fresh.authorization}`)
    // The device goes along when the token is exchanged.
    expect((await other.post(path, { ...subscription, endpoint: 'https://push.example.org/2' })).status).toBe(
      200,
    )
    const { json: next } = await other.get('/auth/refresh-token')
    other.authorize(`Bearer ${next.authorization}`)
    expect((await other.send('DELETE', path)).status).toBe(200)

    const archived = await alice.post(`/api/v1/users/archive/${bob.id}`)
    expect([archived.status, archived.json]).toEqual([200, { message: "'@bob' is archived." }])
    await until(() => stream.cut > 0 && room.over)
    expect(stream.said('action_user')).toEqual([
      ['admin_user', 'You become an admin.'],
      ['admin_user', 'You become a normal.'],
      ['archive_user', 'You was archived.'],
    ])
    expect(stream.heard.map(({ data }) => [data.user_id, data.admin ?? data.archive])).toEqual([
      [bob.id, true],
      [bob.id, false],
      [bob.id, true],
    ])
    for (const who of [bob, other]) expect((await who.get('/api/v1/users/me')).status).toBe(401)
    const login = () => oldClient(server).post('/auth/login', { email: bob.email, password: PASSWORD })
    const kept = await login()
    expect([kept.status, kept.json.message]).toEqual([401, 'This account is archived.'])
    const seen = await alice.get('/api/v1/users/?filter_by=bob')
    expect(seen.json.data[0]).toMatchObject({ id: bob.id, email: bob.email, archived: true })
    expect((await alice.post(`/api/v1/users/archive/${bob.id}`)).status).toBe(400)
    expect((await alice.ask('DELETE', `/api/v1/users/archive/${bob.id}`)).status).toBe(200)
    const mails = await server.house.db.reader.selectFrom('outbox').select(['recipient', 'body']).execute()
    const told = mails.filter(({ body }) => JSON.stringify(body).includes('account-restored'))
    expect(told).toHaveLength(1)
    expect((await login()).status).toBe(200)
    stream.close()
  })
}

const PNG =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

async function subscriptionKeys() {
  const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits'])
  const raw = await crypto.subtle.exportKey('raw', pair.publicKey)
  const auth = crypto.getRandomValues(new Uint8Array(16))
  return { p256dh: Buffer.from(raw).toString('base64url'), auth: Buffer.from(auth).toString('base64url') }
}
