import { expect, test } from 'bun:test'
import { databases } from '../databases.ts'
import { type TestServer, testServer } from '../server.ts'
import { until } from '../until.ts'
import { oldClient } from './old-clients.ts'
import { enter, listen, PASSWORD, type Person, person } from './txchat-people.ts'

const add = (message: string) => ['add_into_project', message]
const edit = (message: string) => ['edit_project', message]
const gone = (message: string) => ['delete_project', message]

for (const database of databases) {
  test(`${database.name}: the eleven sentences come to whom they are for, and to nobody else, through cuts too`, async () => {
    await using server = await testServer(database)
    const names = ['alice', 'bob', 'cleo', 'emil', 'dora']
    const people: Person[] = []
    for (const name of names) people.push(await person(server, name))
    const [alice, bob, cleo, emil, dora] = people as [Person, Person, Person, Person, Person]
    const streams = people.map(({ token }) => listen(server, token))
    await Promise.all(streams.map((stream) => stream.isReady()))

    const created = await alice.post('/api/v1/projects/', {
      title: 'Bridge',
      coaches: [bob.id],
      participants: [cleo.id, bob.id],
    })
    expect([created.status, created.json.title]).toEqual([201, 'Bridge'])
    await until(() => streams[1]!.heard.length === 1)
    const one = `/api/v1/projects/${created.json.id}`
    async function does(who: Person, method: string, path: string, body?: object) {
      const { status } = await who.ask(method, one + path, body)
      expect([method, path, status]).toEqual([method, path, 200])
    }
    await does(cleo, 'POST', '/invite', { participant: emil.id })
    await does(alice, 'PUT', '', { title: 'Tunnel' })
    // Everybody is cut off, and comes back by himself, with what he heard last.
    await server.restart()
    await does(bob, 'POST', '/designate-coach', { coach: emil.id })
    await does(alice, 'DELETE', '/designate-coach', { coach: emil.id })
    await does(bob, 'DELETE', '/remove-participant', { participant: emil.id })
    await does(cleo, 'DELETE', '/leave')
    // What was said of a project is not said any more once it is deleted; so they are waited for.
    await until(() => streams[1]!.heard.length === 5 && streams[0]!.heard.length === 4)
    await until(() => streams.slice(2, 4).every(({ heard }) => heard.length === 5))
    await does(alice, 'DELETE', '')

    const titled = edit("The title's project 'Bridge' become the new tilte 'Tunnel'.")
    const expected: Record<string, string[][]> = {
      alice: [
        add("The new participant '@emil' was added into the project 'Bridge'."),
        edit("'@emil' was designated new coach in the project 'Tunnel'."),
        edit("'@emil' was removed in the project 'Tunnel'."),
        edit("'@cleo' left the project'Tunnel'."),
      ],
      bob: [
        add("You was added into the project 'Bridge'."),
        add("The new participant '@emil' was added into the project 'Bridge'."),
        titled,
        edit("'@emil' was withdrew from coach, he will be a participant the project'Tunnel'."),
        edit("'@cleo' left the project'Tunnel'."),
        gone("The project 'Tunnel' was removed by '@alice'."),
      ],
      cleo: [
        add("You was added into the project 'Bridge'."),
        titled,
        edit("'@emil' was designated new coach in the project 'Tunnel'."),
        edit("'@emil' was withdrew from coach, he will be a participant the project'Tunnel'."),
        edit("'@emil' was removed in the project 'Tunnel'."),
      ],
      emil: [
        add("You was added into the project 'Bridge'."),
        titled,
        edit("You was designated new coach in the project 'Tunnel'."),
        edit("You was withdrew from coach in the project 'Tunnel'."),
        edit("You was removed in the project 'Tunnel'."),
      ],
      dora: [],
    }
    const sentences = new Set(Object.values(expected).flatMap((list) => list.map(([, message]) => message)))
    expect(sentences.size).toBe(11)
    // Whoever hears the last of it has heard all; dora is shown to listen by something of her own.
    await dora.post('/api/v1/projects/', { title: 'Her own' })
    await emil.post('/api/v1/projects/', { title: 'Dora is in it', participants: [dora.id] })
    await until(() => streams[4]!.heard.length > 0)
    expected.dora = [add("You was added into the project 'Dora is in it'.")]
    for (const [i, stream] of streams.entries()) {
      await until(() => stream.heard.length >= expected[names[i]!]!.length)
      expect([names[i], stream.said()]).toEqual([names[i], expected[names[i]!]])
      expect(stream.opened).toBe(2)
      const ids = stream.heard.map(({ id }) => id)
      expect(new Set(ids).size).toBe(ids.length)
    }
    const dataOf = (i: number) => streams[i]!.heard.map(({ data }) => data)
    const project_id = created.json.id
    expect(dataOf(1)[0]).toMatchObject({
      action: 'project.created',
      project_id,
      id: project_id,
      title: 'Bridge',
    })
    expect(dataOf(1)[0].owner).toMatchObject({ id: alice.id, username: 'alice', first_name: 'ALICE' })
    expect(dataOf(1)[0].coaches.map(({ id }: Person) => id)).toEqual([bob.id])
    expect(dataOf(1)[0].participants[0]).toMatchObject({ id: cleo.id, last_name: 'Van Dyke' })
    expect(dataOf(0)[0]).toMatchObject({
      action: 'project.member_added',
      project_id,
      id: emil.id,
      username: 'emil',
    })
    expect(dataOf(1)[2]).toEqual({ action: 'project.edited', project_id, project_title: 'Tunnel' })
    expect(dataOf(0)[3]).toEqual({ action: 'project.member_left', project_id, user_id: cleo.id })
    expect(dataOf(3)[4]).toEqual({ action: 'project.member_removed', project_id })
    expect(JSON.stringify(dataOf(1))).not.toMatch(/argon|password|(?<!bob)@example/)
    for (const stream of streams) stream.close()
  })

  test(`${database.name}: a ticket opens one stream, once; what is bad opens none; a token that is revoked ends its stream at once`, async () => {
    await using server = await testServer(database)
    const alice = await person(server, 'alice')
    const bob = await person(server, 'bob')
    const logged = logOf(server)
    const ticketOf = async (who: Person) => {
      const { status, json } = await who.post('/api/v1/users/me/stream-ticket')
      expect([status, json.expires_in]).toEqual([201, 60])
      return json.ticket as string
    }
    const ticket = await ticketOf(bob)
    const byTicket = listen(server, ticket)
    const byToken = listen(server, bob.token)
    await Promise.all([byTicket.isReady(), byToken.isReady()])
    expect([byTicket.opened, byToken.opened]).toEqual([1, 1])
    const parts = bob.token.split('.')
    for (const bad of [ticket, 'nothing', `${parts[0]}.${parts[1]}.x`, 'a.b.c', '%00']) {
      const { status, json } = await alice.get(`/api/v1/users/stream/${bad}`)
      expect([bad, status, typeof json.message]).toEqual([bad, bad === '%00' ? 404 : 401, 'string'])
    }
    const refused = listen(server, 'nothing')
    await until(() => refused.refused === 401)
    expect((await oldClient(server).get('/api/v1/users/stream')).status).toBe(401)
    expect((await oldClient(server).get('/api/v1/users/stream?token=x')).status).toBe(401)
    const asParameter = await fetch(`${server.url}/api/v1/users/stream?token=${await ticketOf(bob)}`)
    expect([asParameter.status, asParameter.headers.get('content-type')]).toEqual([
      200,
      'text/event-stream; charset=utf-8',
    ])
    const goodbye = await bob.ask('DELETE', '/api/v1/users/stream')
    expect([goodbye.status, goodbye.text]).toEqual([200, '""'])

    await alice.post('/api/v1/projects/', { title: 'Bridge', participants: [bob.id] })
    await until(() => byTicket.heard.length === 1 && byToken.heard.length === 1)
    expect(byTicket.heard).toEqual(byToken.heard)

    // The token is exchanged: the old one is dead at once, wherever it is in use; the new one goes on after the cursor.
    const { status, json } = await bob.get('/auth/refresh-token')
    expect([status, json]).toEqual([
      200,
      {
        message: 'Token successfully refreshed.',
        authorization: expect.any(String),
        token_type: 'Bearer',
        token_expires_in: 30 * 86_400,
      },
    ])
    // The stream ends by itself.
    await asParameter.text()
    await until(() => byTicket.cut > 0 && byToken.cut > 0)
    const late = await bob.get('/auth/refresh-token')
    expect([late.status, late.json.message]).toEqual([401, 'The session has ended'])
    await alice.post('/api/v1/projects/', { title: 'Tunnel', participants: [bob.id] })
    const again = listen(server, json.authorization, byToken.heard[0]!.id)
    await until(() => again.heard.length === 1)
    expect(again.said()).toEqual([add("You was added into the project 'Tunnel'.")])

    bob.authorize(`Bearer ${json.authorization}`)
    expect((await bob.get('/auth/logout')).json).toEqual({ message: 'Successfully logged out.' })
    await until(() => again.cut > 0)
    expect((await bob.get('/api/v1/users/me')).status).toBe(401)

    // Whatever goes wrong, what stands in the address is not written down.
    const secret = await ticketOf(alice)
    await server.house.db.writer.schema.dropTable('stream_tickets').execute()
    expect((await alice.get(`/api/v1/users/stream/${secret}`)).status).toBe(500)
    expect(logged()).toContain('a request failed')
    expect(logged()).toContain('/api/v1/users/stream/:token')
    for (const word of [secret, ticket, bob.token, alice.token]) expect(logged()).not.toContain(word)
    for (const one of [byTicket, byToken, again, refused]) one.close()
  })

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
      30 * 86_400,
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
    const page = await bob.get('/api/v1/users?query=ali')
    expect(page.json).toEqual({ items: [expect.objectContaining({ id: alice.id })], next: null })

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
    const same = { username: 'bob', first_name: 'Robert', last_name: 'Dyke', ava: after.ava }
    expect((await bob.ask('PUT', '/api/v1/users/me', same)).status).toBe(200)
    expect((await bob.get('/api/v1/users/me')).json.ava).toBe(after.ava)
    const clash = await bob.ask('PUT', '/api/v1/users/me', { ...same, username: 'alice' })
    expect([clash.status, clash.json.message]).toEqual([409, 'The username is taken'])
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
    expect([first.total, first.pages, first.next]).toEqual([4, 2, '/api/v1/users/?per_page=3&page=2'])
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

  test(`${database.name}: in the room of a project its members talk, privately too, and nobody else hears or is told`, async () => {
    await using server = await testServer(database)
    const names = ['alice', 'bob', 'cleo', 'dora']
    const people: Person[] = []
    for (const name of names) people.push(await person(server, name))
    const [alice, bob, cleo, dora] = people as [Person, Person, Person, Person]
    const participants = [bob.id, cleo.id]
    const { id: project_id } = (await alice.post('/api/v1/projects/', { title: 'Bridge', participants })).json
    const { id: elsewhere } = (await alice.post('/api/v1/projects/', { title: 'Tunnel', participants })).json
    for (const auth of [undefined, { token: 'x' }])
      expect((await enter(server, 'x.y.z', auth ? { auth, extraHeaders: {} } : {})).over).toBeTruthy()
    const a = await enter(server, alice.token, { transports: ['polling'] })
    const b = await enter(server, bob.token, { auth: { token: bob.token }, extraHeaders: {} })
    const b2 = await enter(server, bob.token)
    const c = await enter(server, cleo.token)
    const d = await enter(server, dora.token)
    const streams = [listen(server, bob.token), listen(server, cleo.token), listen(server, dora.token)]
    await Promise.all(streams.map((stream) => stream.isReady()))

    expect(await a.ask('join_project', { project_id })).toEqual([{ user_id: alice.id }])
    expect(await b.ask('join_project', { project_id })).toEqual([{ user_id: alice.id }, { user_id: bob.id }])
    expect(await b2.ask('join_project', { project_id })).toHaveLength(2)
    expect(await c.ask('join_project', { project_id: elsewhere })).toEqual([{ user_id: cleo.id }])
    for (const asked of [{ project_id }, { project_id: 7 }, {}, 'x'])
      expect(await d.ask('join_project', asked)).toBeUndefined()
    expect(await d.ask('send_message', { project_id, content: 'Let me in' })).toBeUndefined()
    expect(d.of('error').map(({ message, errors }) => [message, errors && Object.keys(errors)])).toEqual([
      ['No such project', undefined],
      ['Input payload validation failed', ['project_id']],
      ['Input payload validation failed', ['project_id']],
      ['Input payload validation failed', ['body']],
      ['No such project', undefined],
    ])
    await until(() => a.of('online').length > 0)
    expect([a.of('online'), b.of('online')]).toEqual([[{ user_id: bob.id }], []])

    const said = await a.ask('send_message', { project_id, content: 'Hello', receiver_id: null })
    expect(said).toEqual({
      id: expect.any(String),
      project_id,
      content: 'Hello',
      sender: expect.objectContaining({ id: alice.id, username: 'alice' }),
      created_at: expect.stringMatching(/^\d\d\/\d\d\/\d{4}, \d\d:\d\d$/),
    })
    const { email: _, ...shown } = said.sender
    await until(() => b.of('receive_message').length === 1 && b2.of('receive_message').length === 1)
    expect(b.of('receive_message')).toEqual([{ ...said, sender: shown }])
    // The other window of whoever speaks hears it; the one he speaks from does not.
    await b2.ask('send_message', { project_id, content: 'Hi', receiver_id: 0 })
    await until(() => b.of('receive_message').length === 2 && a.of('receive_message').length === 1)
    const file = { file_name: 'notes.TXT', file_base64: btoa('Bring a rope') }
    const whispered = await a.ask('send_message', { project_id, ...file, receiver_id: bob.id })
    expect(whispered).toMatchObject({ file_base64: file.file_base64, receiver: { id: bob.id } })
    await until(() => b.of('receive_message').length === 3 && b2.of('receive_message').length === 2)
    expect(b2.of('receive_message')[1]).toMatchObject({
      file_name: 'notes.TXT',
      file_base64: file.file_base64,
    })
    await a.ask('send_message', { project_id, content: 'For cleo only', receiver_id: cleo.id })
    for (const [wrong, field] of [
      [{ content: ' ' }, 'content'],
      [{ file_name: 'notes.txt' }, 'content'],
      [{ file_name: 'run.exe', file_base64: btoa('x') }, 'file_name'],
      [{ file_name: 'notes.txt', file_base64: '***' }, 'file_base64'],
      [{ content: 'x', receiver_id: dora.id }, 'receiver'],
      [{ content: 'x', receiver_id: 12 }, 'receiver_id'],
    ] as const) {
      await a.ask('send_message', { project_id, ...wrong })
      expect([field, Object.keys(a.of('error').at(-1).errors)]).toEqual([field, [field]])
    }
    // A participant says nothing privately.
    await b.ask('send_message', { project_id, content: 'x', receiver_id: alice.id })
    expect(Object.keys(b.of('error')[0].errors)).toEqual(['receiver'])

    await until(() => streams[1]!.heard.length === 3)
    expect(streams[1]!.said('action_message')).toEqual([
      ['new_message', "'@alice' sent a new message."],
      ['new_message', "'@bob' sent a new message."],
      ['new_message', "'@alice' sent you a new private message."],
    ])
    expect(streams[1]!.heard[0]!.data).toEqual({
      action: 'message.sent',
      project_id,
      project_title: 'Bridge',
    })

    // One window closed is not gone; the last one is.
    b2.close()
    b.socket.emit('leave_project')
    await until(() => a.of('offline').length > 0)
    expect(a.of('offline')).toEqual([{ user_id: bob.id }])
    await a.ask('send_message', { project_id, content: 'Are you there?' })
    await until(() => streams[0]!.heard.length === 1)
    expect(streams[0]!.said('action_message')).toEqual([['new_message', "'@alice' sent a new message."]])

    // Who is taken out of the project is out of its room.
    await c.ask('join_project', { project_id })
    await until(() => a.of('online').length === 2)
    const one = `/api/v1/projects/${project_id}`
    expect((await alice.ask('DELETE', `${one}/remove-participant`, { participant: cleo.id })).status).toBe(
      200,
    )
    await until(() => a.of('offline').length === 2)
    await a.ask('send_message', { project_id, content: 'Now that cleo is gone' })
    await b.ask('join_project', { project_id })
    expect(c.of('receive_message')).toEqual([])
    expect(c.of('online')).toEqual([])
    const listed = (await bob.get(`/api/v1/messages/${project_id}`)).json
    expect(listed.data.map(({ content }: { content: string }) => content)).toEqual([
      'Now that cleo is gone',
      'Are you there?',
      '',
      'Hi',
      'Hello',
    ])
    const outside = await dora.get(`/api/v1/messages/${project_id}`)
    expect([outside.status, outside.json.message]).toEqual([404, 'No such project'])
    // Dora was there all the time, and heard of none of it but her own mistakes.
    expect(new Set(d.heard.map(([event]) => event))).toEqual(new Set(['error']))
    expect(streams[2]!.heard).toEqual([])
    await dora.get('/auth/logout')
    await until(() => d.over && streams[2]!.cut > 0)
    for (const one of [a, b, c]) one.close()
    for (const one of streams) one.close()
  })

  test(`${database.name}: what went wrong with projects and who asks goes wrong no more`, async () => {
    await using server = await testServer(database)
    const people: Person[] = []
    for (const name of ['alice', 'bob', 'cleo']) people.push(await person(server, name))
    const [alice, bob, cleo] = people as [Person, Person, Person]
    // Many at once: each request is answered as whoever asked.
    const asked = Array.from({ length: 30 }, (_, i) => people[i % 3]!)
    const answers = await Promise.all(asked.map((who) => who.get('/api/v1/users/me')))
    expect(answers.map(({ json }) => json.id)).toEqual(asked.map(({ id }) => id))

    const make = (who: Person, body: object) => who.ask('POST', '/api/v1/projects/', body)
    const unknown = await make(alice, { title: 'Bridge', coaches: [bob.id, crypto.randomUUID()] })
    expect([unknown.status >= 400 && unknown.status < 500, typeof unknown.json.message]).toEqual([
      true,
      'string',
    ])
    expect((await alice.get('/api/v1/projects/')).json.total).toBe(0)
    const twice = await make(alice, {
      title: 'Bridge',
      coaches: [bob.id, bob.id, alice.id],
      participants: [bob.id],
    })
    expect([twice.status, twice.json.coaches.length, twice.json.participants.length]).toEqual([201, 1, 0])
    expect((await make(alice, { title: 'Bridge' })).status).toBe(409)
    // A title of somebody else says nothing.
    expect((await make(bob, { title: 'Bridge' })).status).toBe(201)
    const nameless = await make(alice, {})
    expect([nameless.status, Object.keys(nameless.json.errors)]).toEqual([400, ['title']])
    const one = `/api/v1/projects/${twice.json.id}`
    await make(alice, { title: 'Tunnel' })
    expect((await alice.ask('PUT', one, { title: 'Tunnel' })).status).toBe(409)
    expect((await alice.ask('PUT', one, {})).status).toBe(400)
    const notHis = await bob.ask('PUT', one, { title: 'Mine' })
    expect([notHis.status, notHis.json.message]).toEqual([403, 'You must be the owner of the project'])
    expect((await cleo.ask('PUT', one, { title: 'Mine' })).status).toBe(404)
    expect((await alice.ask('DELETE', one)).status).toBe(200)
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

/** All that the server writes down from now on, however little it matters. */
function logOf({ house: { logger } }: TestServer): () => string {
  let written = ''
  const stream = Object.getOwnPropertySymbols(logger).find((one) => one.description === 'pino.stream')!
  Object.assign(logger, { [stream]: { write: (line: string) => (written += line) } })
  logger.level = 'trace'
  return () => written
}
