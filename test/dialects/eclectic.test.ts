import { expect, test } from 'bun:test'
import { databases } from '../databases.ts'
import { SECRET, sample } from '../media.ts'
import { type TestServer, testServer } from '../server.ts'
import { type OldClient, oldClient } from './old-clients.ts'

const PASSWORD = 'four'
const gig = { date: '2023-12-31', time: '8pm', venue: 'The Royal Room', address: '5000 Rainier Ave S' }
const json = { 'Content-Type': 'application/json' }

/** A line as the README prints it, run by curl itself. */
async function curl(server: TestServer, method: string, path: string, body: string, token?: string) {
  const bearer = token === undefined ? [] : ['-H', `Authorization: Bearer ${token}`]
  const content = ['-H', 'Content-Type: application/json', ...bearer, '-d', body]
  const line = ['curl', '-s', '-w', '\n%{http_code}', '-X', method, ...content, server.url + path]
  const said = await new Response(Bun.spawn(line, { stdout: 'pipe' }).stdout).text()
  const at = said.lastIndexOf('\n')
  return { status: Number(said.slice(at + 1)), json: JSON.parse(said.slice(0, at)) }
}

const put = (client: OldClient, path: string, fields: object) =>
  client.send('PUT', path, { headers: json, body: JSON.stringify(fields) })

/** Somebody who has registered and logged in. */
async function person(server: TestServer, username: string) {
  const client = oldClient(server)
  const email = `${username}@example.org`
  const { json: made } = await client.post('/register', { username, email, password: PASSWORD })
  const { json: grant } = await client.post('/login', { username, password: PASSWORD })
  client.forgetCookie()
  client.authorize(`Bearer ${grant.token}`)
  return { client, id: made.id as string, email, token: grant.token as string }
}

for (const database of databases) {
  test(`${database.name}: the three lines of the README run as printed, and what they make is seen by everybody`, async () => {
    await using server = await testServer(database)
    const account = '{"username":"alice","password":"four","email":"alice@example.org"}'
    const registered = await curl(server, 'POST', '/register', account)
    expect([registered.status, registered.json.data.username]).toEqual([200, 'alice'])
    expect(JSON.stringify(registered.json)).not.toMatch(/password|hash|argon|four/i)
    const login = await curl(server, 'POST', '/login', '{"username":"alice","password":"four"}')
    expect(login.status).toBe(200)
    const created = await curl(server, 'POST', '/events', JSON.stringify(gig), login.json.token)
    expect(created).toEqual({
      status: 200,
      json: { message: 'Event created', msg: 'Event created', data: { id: expect.any(String), ...gig } },
    })
    const { id } = created.json.data
    const anybody = oldClient(server)
    const alice = oldClient(server)
    alice.authorize(`Bearer ${login.json.token}`)
    // As typed, and in order of time: 7:30pm is read, though it is written another way.
    for (const typed of [
      { ...gig, time: '7:30 - 10pm', venue: 'Early' },
      { ...gig, date: '2023-01-01', time: 'when it gets dark', venue: 'First' },
      { ...gig, date: '2999-01-01', venue: 'Last' },
    ])
      expect((await alice.post('/events', typed, 'form')).status).toBe(200)
    const { status, json } = await anybody.get('/events')
    expect(status).toBe(200)
    expect(json.data.map(({ venue, time }: typeof gig) => [venue, time])).toEqual([
      ['First', 'when it gets dark'],
      ['Early', '7:30 - 10pm'],
      ['The Royal Room', '8pm'],
      ['Last', '8pm'],
    ])
    expect((await anybody.get('/events?offset=1&limit=2')).json.data).toEqual(json.data.slice(1, 3))
    expect((await anybody.get(`/events/${id}`)).json).toMatchObject({
      message: 'Event',
      data: { id, ...gig },
    })
    const own = (await alice.get(`/api/v1/events/${id}`)).json
    expect([own.title, own.starts_at, own.all_day]).toEqual([
      'The Royal Room',
      Date.parse('2023-12-31T20:00Z'),
      false,
    ])
  })

  test(`${database.name}: events are changed and deleted by who made them and by admins, and those of a chat stay there`, async () => {
    await using server = await testServer(database)
    const [alice, bob, cleo] = [
      await person(server, 'alice'),
      await person(server, 'bob'),
      await person(server, 'cleo'),
    ]
    const made = (await bob.client.post('/events', gig)).json.data
    const path = `/events/${made.id}`
    const changed = await put(bob.client, path, { ...gig, time: '9pm', venue: 'Upstairs' })
    expect([changed.status, changed.json.data]).toEqual([200, { ...made, time: '9pm', venue: 'Upstairs' }])
    expect((await bob.client.get(`/api/v1${path}`)).json.title).toBe('Upstairs')
    await put(bob.client, path, { time: '8pm' })
    expect((await bob.client.get(path)).json.data).toMatchObject({ time: '8pm', venue: 'Upstairs' })
    expect([
      (await put(cleo.client, path, gig)).status,
      (await cleo.client.send('DELETE', path)).status,
      (await oldClient(server).send('DELETE', path)).status,
    ]).toEqual([403, 403, 401])
    expect((await put(alice.client, path, gig)).status).toBe(200)
    const gone = await alice.client.send('DELETE', path)
    expect([gone.status, gone.json.message]).toEqual([200, 'Event deleted'])
    for (const client of [alice.client, oldClient(server)]) expect((await client.get(path)).status).toBe(404)

    const group = await alice.client.post('/api/v1/chats', { title: 'Band', member_ids: [bob.id] }, 'json')
    const hidden = { title: 'Rehearsal', date: '2027-01-01', chat_id: group.json.id }
    const inside = (await alice.client.post('/api/v1/events', hidden, 'json')).json.id
    expect(typeof inside).toBe('string')
    expect((await bob.client.get('/events')).json.data).toEqual([])
    expect((await oldClient(server).get(`/events/${inside}`)).status).toBe(404)
  })

  test(`${database.name}: accounts are for admins to look after, and nobody makes himself one`, async () => {
    await using server = await testServer(database)
    const [alice, bob, cleo] = [
      await person(server, 'alice'),
      await person(server, 'bob'),
      await person(server, 'cleo'),
    ]
    const all = (await alice.client.get('/users')).json
    expect(all.data.map(({ username, scope }: Record<string, string>) => [username, scope])).toEqual([
      ['alice', 'admin'],
      ['bob', 'user'],
      ['cleo', 'user'],
    ])
    expect(all.users.map(({ username }: { username: string }) => username)).toEqual(['bob', 'cleo'])
    const seen = await bob.client.get('/users')
    expect([seen.status, seen.json.data, seen.text.includes('@example.org')]).toEqual([200, undefined, false])
    expect([
      (await bob.client.get(`/users/${cleo.id}`)).status,
      (await put(bob.client, `/users/${cleo.id}`, { about: 'x' })).status,
      (await bob.client.send('DELETE', `/users/${cleo.id}`)).status,
    ]).toEqual([403, 403, 403])

    const me = `/users/${bob.id}`
    const mine = (await bob.client.get(me)).json.data
    expect(mine).toMatchObject({ username: 'bob', email: bob.email, scope: 'user', active: true })
    for (const scope of ['admin', 'moderator'])
      expect((await put(bob.client, me, { ...mine, scope })).status).toBeGreaterThanOrEqual(400)
    expect((await bob.client.get(me)).json.data).toEqual(mine)
    const kept = await put(bob.client, me, { ...mine, about: 'Plays bass', username: 'bobby' })
    expect([kept.status, kept.json.data]).toEqual([200, { ...mine, about: 'Plays bass', username: 'bobby' }])
    expect((await put(bob.client, me, { password: 'five5' })).status).toBe(400)
    expect((await put(bob.client, me, { password: 'five5', old_password: 'wrong' })).status).toBe(403)
    const other = await put(bob.client, me, { password: 'five5', old_password: PASSWORD })
    expect([other.status, /five5|password|hash|argon/.test(other.text)]).toEqual([200, false])
    expect((await oldClient(server).post('/login', { username: 'bobby', password: 'five5' })).status).toBe(
      200,
    )

    const theirs = await put(alice.client, me, { active: false, scope: 'user', email: 'b@example.org' })
    expect([theirs.status, theirs.json.data.active, theirs.json.data.email]).toEqual([
      200,
      false,
      'b@example.org',
    ])
    expect((await bob.client.get(me)).status).toBe(401)
    expect((await oldClient(server).post('/login', { username: 'bobby', password: 'five5' })).status).toBe(
      403,
    )
    expect((await put(alice.client, me, { active: true, scope: 'admin', password: 'sixth' })).status).toBe(
      200,
    )
    const back = oldClient(server)
    expect((await back.post('/login', { username: 'bobby', password: 'sixth' })).status).toBe(200)
    // Demoted at once, with the token that he has.
    expect((await back.get(`/users/${cleo.id}`)).status).toBe(200)
    await put(alice.client, me, { scope: '' })
    expect((await back.get(`/users/${cleo.id}`)).status).toBe(403)
    expect((await put(alice.client, me, { username: 'CLEO' })).status).toBe(400)
    expect((await alice.client.send('DELETE', `/users/${alice.id}`)).status).toBe(400)
    expect((await alice.client.send('DELETE', `/users/${cleo.id}`)).status).toBe(200)
    expect((await cleo.client.get('/users')).status).toBe(401)
    // Who is gone is gone, in the list and by his id.
    const usernames = (await alice.client.get('/users')).json.data.map((row: typeof mine) => row.username)
    expect(usernames).toEqual(['alice', 'bobby'])
    expect((await alice.client.get(`/users/${cleo.id}`)).status).toBe(404)
  })

  test(`${database.name}: settings and lists are read by everybody and changed by admins`, async () => {
    await using server = await testServer(database)
    const [alice, bob] = [await person(server, 'alice'), await person(server, 'bob')]
    const anybody = oldClient(server)
    const lists: [path: string, first: object, second: object][] = [
      ['/settings', { name: 'BAND_BIO', value: '' }, { name: 'BAND_BIO', value: 'Four of us' }],
      ['/bandimages', { filename: 'a.jpg', caption: 'A' }, { src: '/b.jpg', description: 'B' }],
      ['/bandmembers', { name: 'Ann', img_url: '', text: 'Bass' }, { name: 'Ann', img_url: '/a', text: '' }],
      [
        '/bandvideos',
        { src: 'https://v.example.org/1', description: '', youtube: false },
        { src: 'https://v.example.org/2', description: 'Live', youtube: true },
      ],
      [
        '/sociallinks',
        { href_url: 'https://s.example.org', img_url: '', text: 'S' },
        { href_url: 'mailto:a@b.org', img_url: '/m', text: '' },
      ],
    ]
    for (const [path, first, second] of lists) {
      expect([path, (await bob.client.post(path, first as never)).status]).toEqual([path, 403])
      const { status, json: made } = await alice.client.post(path, first as never)
      expect([path, status, made.data]).toEqual([path, 200, { id: expect.any(String), ...first }])
      const one = `${path}/${made.data.id}`
      expect((await anybody.get(path)).json.data).toEqual([made.data])
      expect((await put(bob.client, one, second)).status).toBe(403)
      expect((await put(alice.client, one, second)).json.data).toEqual({ id: made.data.id, ...second })
      expect((await anybody.get(one)).json.data).toEqual({ id: made.data.id, ...second })
      if (path === '/settings') {
        expect((await anybody.get('/settings/name/BAND_BIO')).json.data.value).toBe('Four of us')
        expect((await alice.client.post(path, first as never)).status).toBe(400)
      }
      // An id of one list is nothing in another.
      const elsewhere = path === '/settings' ? '/bandimages' : '/settings'
      expect((await alice.client.send('DELETE', `${elsewhere}/${made.data.id}`)).status).toBe(404)
      expect((await bob.client.send('DELETE', one)).status).toBe(403)
      expect((await alice.client.send('DELETE', one)).status).toBe(200)
      expect((await anybody.get(one)).status).toBe(404)
    }
    // A video of the band's own is a file; one of YouTube has an address.
    const video = { src: '/files/live.mp4', description: 'Live', youtube: false }
    const { status, json } = await alice.client.post('/bandvideos', video)
    expect([status, json.data]).toEqual([200, { id: json.data.id, ...video }])
    for (const wrong of [
      { ...video, youtube: true },
      { ...video, src: 'javascript:alert(1)' },
      { ...video, src: ' java\nscript:alert(1)' },
      { ...video, src: 'data:text/html,x' },
      { ...video, src: '' },
    ])
      expect([wrong, (await alice.client.post('/bandvideos', wrong)).status]).toEqual([wrong, 400])
  })

  test(`${database.name}: pictures are put up by admins, under names that lead nowhere else`, async () => {
    await using server = await testServer(database, { env: { PARLEY_MAX_PICTURE_BYTES: '2048' } })
    const [alice, bob] = [await person(server, 'alice'), await person(server, 'bob')]
    const png = sample('photo.png')
    const upload = (client: OldClient, name: string, bytes: Uint8Array = png) => {
      const body = new FormData()
      body.append('file', new Blob([Uint8Array.from(bytes)]), name)
      return client.send('POST', '/upload', { body })
    }
    expect((await upload(oldClient(server), 'stage.png')).status).toBe(401)
    expect((await upload(bob.client, 'stage.png')).status).toBe(403)
    const up = await upload(alice.client, 'On stage.png')
    expect([up.status, up.json.data]).toEqual([
      200,
      { filename: 'On stage.png', url: '/files/On%20stage.png' },
    ])
    const shown = await fetch(server.url + up.json.data.url)
    const kept = Buffer.from(await shown.arrayBuffer())
    expect([png.includes(SECRET), kept.includes(SECRET)]).toEqual([true, false])
    expect(shown.headers.get('content-type')).toBe('image/png')
    expect((await upload(alice.client, 'On stage.png')).status).toBe(409)
    for (const name of ['../x.png', 'a/b.png', '..', '.env', 'x\\y.png', 'a.'])
      expect([name, (await upload(alice.client, name)).status]).toEqual([name, 400])
    expect((await upload(alice.client, 'page.png', Buffer.from('<html>'))).status).toBe(400)
    expect((await upload(alice.client, 'big.png', Buffer.concat([png, Buffer.alloc(2000)]))).status).toBe(413)
    expect((await alice.client.post('/upload', { file: 'no file' }, 'multipart')).status).toBe(400)
    for (const path of ['/files/..%2f..%2fsecrets.json', '/files/none.png'])
      expect([path, (await fetch(server.url + path)).status]).toEqual([path, 404])
    expect((await bob.client.send('DELETE', '/delete/On%20stage.png')).status).toBe(403)
    expect((await alice.client.send('DELETE', '/delete/On%20stage.png')).status).toBe(200)
    expect((await fetch(server.url + up.json.data.url)).status).toBe(404)
    // What an admin has put up goes with his account.
    await put(alice.client, `/users/${bob.id}`, { scope: 'admin' })
    expect((await upload(bob.client, 'his.png')).status).toBe(200)
    expect((await alice.client.send('DELETE', `/users/${bob.id}`)).status).toBe(200)
    expect((await fetch(`${server.url}/files/his.png`)).status).toBe(404)
    for (const table of ['pictures', 'site_files'] as const)
      expect(await server.house.db.reader.selectFrom(table).selectAll().execute()).toEqual([])
  })
}

test('a token in the address is none, and what is refused says so in every field that a client reads', async () => {
  await using server = await testServer(databases[0]!)
  const alice = await person(server, 'alice')
  const client = oldClient(server)
  expect((await client.post(`/events?jwt=${alice.token}`, gig)).status).toBe(401)
  for (const wrong of [
    { ...gig, date: '31.12.2023' },
    { ...gig, time: '' },
    { ...gig, venue: undefined },
    { ...gig, date: '2023-02-30' },
  ]) {
    const { status, json } = await alice.client.post('/events', wrong)
    expect([wrong, status, json.error === json.detail, json.message, json.msg]).toEqual([
      wrong,
      400,
      true,
      json.detail,
      json.detail,
    ])
  }
})
